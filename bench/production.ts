/** As the server runs: graphql-js compares every value with a second copy of itself otherwise. To be imported before it. */
process.env.NODE_ENV = 'production'
