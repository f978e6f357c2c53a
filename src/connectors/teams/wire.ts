/** A call to Microsoft, counted and timed. */
import { DeliveryError } from '../../core/errors.ts';
import type { HttpRequest, HttpResponse } from '../../core/ports.ts';
import { type Effect, exchange } from '../support/http.ts';
import type { ConnectorParts } from '../support/parts.ts';

export type WireParts = Pick<ConnectorParts, 'egress' | 'clock' | 'metrics'>;

/** Any HTTP answer is an answer. `operation` is from a closed list. @throws DeliveryError where none came */
export async function measured(
  parts: WireParts,
  request: HttpRequest,
  operation: string,
  effect: Effect,
): Promise<HttpResponse> {
  const startedAt = parts.clock.now();
  let outcome = 'silence';
  try {
    const response = await exchange(parts.egress, request, operation, effect);
    outcome = String(response.status);
    return response;
  } catch (error) {
    if (error instanceof DeliveryError) outcome = error.code;
    throw error;
  } finally {
    const platform = 'teams';
    parts.metrics.count('mio_platform_calls_total', { platform, operation, outcome });
    const elapsed = (parts.clock.now() - startedAt) / 1000;
    parts.metrics.observe('mio_platform_call_seconds', elapsed, { platform, operation });
  }
}
