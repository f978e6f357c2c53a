import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The built page loads nothing but itself; pictures of people may come from Mio, on another port of this machine. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' http://127.0.0.1:* http://localhost:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const strict: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', injectTo: 'head-prepend', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy } },
  ],
};

export default defineConfig({
  base: './',
  plugins: [react(), strict],
  build: { outDir: '../../dist/sandbox', emptyOutDir: true },
  // For working on the page: the sandbox itself runs beside.
  server: {
    host: '127.0.0.1',
    proxy: { '/_sandbox': 'http://127.0.0.1:4010', '/slack/emoji': 'http://127.0.0.1:4010' },
  },
});
