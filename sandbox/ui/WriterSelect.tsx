/** As whom one writes. */
import type { Person } from './api.ts';
import type { Unread } from './useUnread.ts';

export interface WriterSelectProps {
  readonly people: readonly Person[];
  readonly writer: Person | undefined;
  /** Whom something new waits for. */
  readonly unread?: Unread;
  readonly onChoose: (person: string) => void;
}

export function WriterSelect({ people, writer, unread, onChoose }: WriterSelectProps) {
  if (!writer) return null;
  return (
    <label className="writer">
      <img src={writer.picture} alt="" width="20" height="20" />
      <span>
        <span className="hidden">Write </span>as
      </span>
      <select value={writer.id} title="Write as" onChange={(event) => onChoose(event.target.value)}>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
            {unread?.has(id) && ` (${unread.get(id)} new)`}
          </option>
        ))}
      </select>
    </label>
  );
}
