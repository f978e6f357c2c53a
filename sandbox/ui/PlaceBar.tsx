/** Which conversation a client shows, and who is in it. */
import type { Person, Place } from './api.ts';
import { isJoined, type WorldLook } from './worlds.ts';

export interface PlaceBarProps {
  readonly look: WorldLook;
  readonly places: readonly Place[];
  readonly place: Place | undefined;
  readonly members: readonly Person[];
  readonly onChoose: (place: string) => void;
}

export function PlaceBar({ look, places, place, members, onChoose }: PlaceBarProps) {
  const joined = place !== undefined && isJoined(place);
  const groups = [
    { label: 'Joined by Mio', places: places.filter(isJoined) },
    { label: `Other ${look.placeWord}s, not joined`, places: places.filter((one) => !isJoined(one)) },
  ];
  return (
    <div className="place-bar">
      <select
        aria-label={`${look.name} ${look.placeWord}`}
        value={place?.place ?? ''}
        onChange={(event) => onChoose(event.target.value)}
      >
        {groups
          .filter((group) => group.places.length > 0)
          .map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.places.map((one) => (
                <option key={one.place} value={one.place}>
                  {isJoined(one) ? withoutWorkspace(one.title) : one.title}
                </option>
              ))}
            </optgroup>
          ))}
      </select>
      {place && (
        <span
          className={joined ? 'joined' : 'joined not'}
          title={joined ? 'Part of the demo’s universal channel' : 'What is written here stays here'}
        >
          {joined ? 'Joined by Mio' : 'Not joined'}
        </span>
      )}
      <ul className="faces" aria-label="Members">
        {members.map(({ id, name, picture }) => (
          <li key={id}>
            <img src={picture} alt={name} title={name} width="24" height="24" />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `fabrikam #contoso-incidents`: the bar above names the company already. */
const withoutWorkspace = (title: string): string => title.replace(/^\S+ (?=#)/, '');
