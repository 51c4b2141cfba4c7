/** Builds the page into dist/web. Links are relative, so the server may mount it anywhere; nothing comes from elsewhere. */
import { defineConfig } from 'vite'

export default defineConfig({
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The code editor and its language services are large; they are loaded once and cached by their hashed names.
    chunkSizeWarningLimit: 5000,
    // "use client" and "use no memo" in the libraries are for compilers that do not run here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  worker: { format: 'es' },
})
