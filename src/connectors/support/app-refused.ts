/**
 * A platform no longer accepts Mio itself, whoever it acts for: its own secret ended, or its registration is gone. Only
 * whoever operates Mio can mend that; it says nothing about anybody's sign-in.
 */
import { DeliveryError } from '../../core/errors.ts';

export class AppRefusedError extends DeliveryError {
  /** @param advice names the setting */
  constructor(code: string, operation: string, advice: string) {
    super('unauthorized', code, { operation, advice });
  }
}
