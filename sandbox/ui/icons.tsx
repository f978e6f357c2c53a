/** Every drawing on the page, in one stroke each. */
import type { World } from './api.ts';

const paths = {
  reply: 'M9 5 3 11l6 6M3 11h10a7 7 0 0 1 7 7v1',
  thread: 'M4 5h16v11H9l-5 4z',
  channels: 'M4 6h7v6H4zM14 6h6M14 12h6M4 18h16',
  add: 'M12 5v14M5 12h14',
  mention:
    'M15.500 12a3.500 3.500 0 1 1-7 0 3.500 3.500 0 0 1 7 0zm0 0v1.500a2.500 2.500 0 0 0 5 0V12a8.500 8.500 0 1 0-3.500 6.900',
  edit: 'M4 20h4L19 9l-4-4L4 16zM14 6l4 4',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  send: 'M4 12 21 4l-5 17-4-7zM12 14l9-10',
  check: 'm5 13 4 4L19 7',
  close: 'M6 6l12 12M18 6 6 18',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z',
  help: 'M9.2 9a3 3 0 1 1 4.6 2.5c-1.2.8-1.8 1.3-1.8 2.7M12 17.6v.1',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  right: 'M5 12h14M13 6l6 6-6 6',
  bold: 'M8 5h5a3.5 3.5 0 0 1 0 7H8zM8 12h6a3.5 3.5 0 0 1 0 7H8z',
  italic: 'M11 5h6M7 19h6M14 5l-4 14',
  strike:
    'M5 12h14M16.5 8C16 6 14 5 12 5c-2.500 0-4.500 1.300-4.500 3.500M7.500 16c.5 2 2.500 3 4.500 3 2.500 0 4.500-1.300 4.500-3.500',
  code: 'm8 7-5 5 5 5M16 7l5 5-5 5',
  list: 'M9 6h11M9 12h11M9 18h11M4.500 6v.1M4.500 12v.1M4.500 18v.1',
  quote: 'M5 5v14M10 8h10M10 12h10M10 16h6',
  attach:
    'm20 11-8.500 8.500a5 5 0 0 1-7-7l8.500-8.500a3.300 3.300 0 0 1 4.700 4.700L9.500 17a1.700 1.700 0 0 1-2.400-2.400L14.500 7',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  react: 'M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8.500 14.500c1.800 2.400 5.200 2.400 7 0M9 9.500v.1M15 9.500v.1',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  );
}

/** Hints at each product without being its logo. */
export function Glyph({ world }: { readonly world: World }) {
  return (
    <svg className="glyph" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
      {glyphs[world]}
    </svg>
  );
}

const glyphs: Readonly<Record<World, React.ReactNode>> = {
  teams: (
    <>
      <circle cx="23.500" cy="9" r="4" fill="#7b83eb" />
      <path d="M18 14h11v7a5.500 5.500 0 0 1-11 0z" fill="#7b83eb" />
      <rect x="2" y="7" width="18" height="18" rx="3" fill="#5059c9" />
      <path d="M7 12h8M11 12v8.500" stroke="#fff" strokeWidth="2.400" fill="none" />
    </>
  ),
  slack: (
    <g fill="none" strokeWidth="4.600" strokeLinecap="round">
      <path d="M12 5v8" stroke="#36c5f0" />
      <path d="M5 12h3.500" stroke="#36c5f0" />
      <path d="M27 12h-8" stroke="#2eb67d" />
      <path d="M20 5v3.500" stroke="#2eb67d" />
      <path d="M20 27v-8" stroke="#ecb22e" />
      <path d="M27 20h-3.500" stroke="#ecb22e" />
      <path d="M5 20h8" stroke="#e01e5a" />
      <path d="M12 27v-3.500" stroke="#e01e5a" />
    </g>
  ),
  webex: (
    <g fill="none" strokeWidth="4.200" strokeLinecap="round">
      <path d="M4 11c2 0 3.500 12 7 12 4 0 4-14 9-14" stroke="#07c1e4" />
      <path d="M12 9c4 0 4 14 8.500 14 4 0 5-6 5.500-9" stroke="#00cf64" />
      <path d="M23 9.500c3-1.500 5 .5 5 2.500" stroke="#0a78cc" />
    </g>
  ),
};
