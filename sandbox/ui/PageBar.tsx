/** The top of the page: what this is, what to try, and how fast it went. */
import { Icon } from './icons.tsx';
import { milliseconds } from './times.ts';
import type { Crossing } from './useCrossing.ts';
import type { Step, Tour } from './useTour.ts';
import { shortName } from './worlds.ts';

const steps: readonly { readonly step: Step; readonly what: string; readonly how: string }[] = [
  { step: 'write', what: 'Write in one', how: 'It arrives in the other two' },
  { step: 'answer', what: 'Answer in the thread', how: 'On another platform' },
  { step: 'change', what: 'Edit or delete it', how: 'Your own messages, anywhere' },
];

export function PageBar({ tour, crossing }: { readonly tour: Tour; readonly crossing: Crossing | undefined }) {
  return (
    <header className="page-bar">
      <img className="logo" src="./mio.svg" alt="" width="40" height="40" />
      <div className="claim">
        <h1>Mio</h1>
        <p>Three platforms, one conversation</p>
      </div>
      {!tour.hidden && <TourList tour={tour} />}
      <div className="page-end">
        <p className="status" role="status">
          {crossing ? <CrossingLine crossing={crossing} /> : 'All simulated: no account, nothing to break'}
        </p>
        <Help tour={tour} />
      </div>
    </header>
  );
}

function TourList({ tour }: { readonly tour: Tour }) {
  const next = steps.find(({ step }) => !tour.done.includes(step))?.step;
  return (
    <section className="tour" aria-label="Three things to try">
      <ol>
        {steps.map(({ step, what, how }, index) => {
          const done = tour.done.includes(step);
          return (
            <li
              key={step}
              className={done ? 'done' : step === next ? 'next' : ''}
              aria-current={step === next ? 'step' : undefined}
            >
              <span className="mark">{done ? <Icon name="check" size={14} /> : index + 1}</span>
              <span>
                <strong>{what}</strong>
                <small>{how}</small>
                {done && <span className="hidden">: done</span>}
              </span>
            </li>
          );
        })}
      </ol>
      <button type="button" className="close" onClick={tour.hide} title="Hide">
        <Icon name="close" size={14} />
        <span className="hidden">Hide what to try</span>
      </button>
    </section>
  );
}

function CrossingLine({ crossing: { from, arrivals, late } }: { readonly crossing: Crossing }) {
  return (
    <>
      <span className={`dot ${from}`} />
      {shortName(from)} <Icon name="right" size={14} />
      {arrivals.length === 0 && (late ? 'not there yet: is Mio running?' : 'on its way…')}
      {arrivals.map(({ to, ms }) => (
        <span key={to} className="arrival">
          <span className={`dot ${to}`} /> {shortName(to)} <b>{milliseconds(ms)}</b>
        </span>
      ))}
    </>
  );
}

const keys: readonly (readonly [readonly string[], string])[] = [
  [['Alt', '1 2 3'], 'to Teams, Slack, Webex'],
  [['Enter'], 'sends; with Shift, a new line'],
  [['↑'], 'in an empty field: edit your last message'],
  [['↑', '↓'], 'in a conversation: from message to message'],
  [['R', 'E', 'Delete'], 'on a message: reply, edit, delete'],
  [['Ctrl', 'B I E'], 'bold, italic, code'],
  [['Esc'], 'closes a preview, or gives up an answer'],
  [['@Mio'], 'in a Teams channel: asks Mio, as in “@Mio help”'],
];

function Help({ tour }: { readonly tour: Tour }) {
  return (
    <>
      <button type="button" className="help-button" popoverTarget="help" title="Help">
        <Icon name="help" />
        <span className="hidden">Help</span>
      </button>
      <div id="help" className="help" popover="auto">
        <h2>By keyboard</h2>
        <dl>
          {keys.map(([pressed, what]) => (
            <div key={what}>
              <dt>
                {pressed.map((one) => (
                  <kbd key={one}>{one}</kbd>
                ))}
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <h2>What this is</h2>
        <p>
          The platforms are simulated on this machine; Mio is the real one. It joins the three conversations that open
          first. Choose another conversation or another person in each client’s own lists. In Teams, Mio is also an app:
          it is installed there, and has a chat with everybody.
        </p>
        <button type="button" className="more" popoverTarget="help" popoverTargetAction="hide" onClick={tour.restart}>
          Show the three things to try again
        </button>
      </div>
    </>
  );
}
