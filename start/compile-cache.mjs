// What Node makes of the sources (types stripped, compiled) is kept, so that it is made once and not at every start: a
// start takes half as long, and the compiler of types is not in memory afterwards. No TypeScript, because stripping
// this file would load that compiler.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/mio', import.meta.url)));
