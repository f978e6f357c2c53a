/** Graph for somebody who waits for the answer: each call gets the moment that Graph asks for. */
import type { Paced } from '../../core/connector.ts';
import type { Graph } from './api.ts';

export const patientGraph = (graph: Graph, patiently: Paced): Graph => ({
  ...graph,
  call: (owner, call) => patiently(() => graph.call(owner, call)),
  read: (owner, call) => patiently(() => graph.read(owner, call)),
  pages: (owner, call, paced = patiently) => graph.pages(owner, call, paced),
});
