/** How Teams draws cards in its three themes, as near as the open renderer comes ("HostConfig" of Adaptive Cards). */

interface Palette {
  readonly card: string;
  readonly emphasis: string;
  readonly line: string;
  readonly text: string;
  readonly subtle: string;
  readonly accent: string;
  readonly good: string;
  readonly warning: string;
  readonly attention: string;
  /** Filled buttons: what lies behind, and what is written on it. */
  readonly primary: readonly [string, string];
  readonly danger: readonly [string, string];
}

const palettes = {
  light: {
    card: '#ffffff',
    emphasis: '#f5f5f5',
    line: '#d1d1d1',
    text: '#242424',
    subtle: '#616161',
    accent: '#5b5fc7',
    good: '#237b4b',
    warning: '#835c00',
    attention: '#c4314b',
    primary: ['#5b5fc7', '#ffffff'],
    danger: ['#c4314b', '#ffffff'],
  },
  dark: {
    card: '#292929',
    emphasis: '#1f1f1f',
    line: '#666666',
    text: '#ffffff',
    subtle: '#adadad',
    accent: '#9299f7',
    good: '#92c353',
    warning: '#f8d22a',
    attention: '#f9676d',
    primary: ['#5b5fc7', '#ffffff'],
    danger: ['#c4314b', '#ffffff'],
  },
  contrast: {
    card: '#000000',
    emphasis: '#000000',
    line: '#ffffff',
    text: '#ffffff',
    subtle: '#ffffff',
    accent: '#ffff01',
    good: '#3ff23f',
    warning: '#ffff01',
    attention: '#ff5f5f',
    primary: ['#1aebff', '#000000'],
    danger: ['#ff5f5f', '#000000'],
  },
} as const satisfies Record<string, Palette>;

export type Theme = keyof typeof palettes;
export const themes = Object.keys(palettes) as readonly Theme[];

export function hostConfig(theme: Theme): object {
  const { card, emphasis, text, subtle, accent, good, warning, attention, line } = palettes[theme];
  const color = (normal: string, quiet = normal) => ({ default: normal, subtle: quiet });
  const foregroundColors = {
    default: color(text, subtle),
    dark: color(text, subtle),
    light: color(subtle),
    accent: color(accent),
    good: color(good),
    warning: color(warning),
    attention: color(attention),
  };
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  return {
    fontFamily: '"Segoe UI", system-ui, "Noto Sans", "DejaVu Sans", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    containerStyles: { default: style(card), emphasis: style(emphasis) },
    supportsInteractivity: true,
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline' },
    },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 150 },
      value: { wrap: true },
      spacing: 16,
    },
    inputs: {
      label: {
        requiredInputs: { suffix: ' *', suffixColor: 'attention', weight: 'default' },
        optionalInputs: { weight: 'default' },
      },
    },
  };
}

/** What Teams adds around the renderer: the frame, the fields, the buttons, and words that break where nothing else does. */
export function styleSheet(theme: Theme): string {
  const { card, text, line, accent, primary, danger } = palettes[theme];
  return `
    body { margin: 0; padding: 16px; background: ${theme === 'light' ? '#ebebeb' : '#000000'}; }
    .sheet { columns: var(--width) auto; column-gap: 16px; }
    .sheet > section { width: var(--width); break-inside: avoid; margin-bottom: 16px; }
    .ac-adaptiveCard { border: 1px solid ${line}; border-radius: 4px; overflow-wrap: anywhere; }
    .ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
    .ac-pushButton { font: 600 14px system-ui, "Noto Sans", "DejaVu Sans"; padding: 5px 12px; border-radius: 4px; max-width: 100%;
      border: 1px solid ${line}; background: ${card}; color: ${text}; }
    .ac-pushButton.style-positive { background: ${primary[0]}; color: ${primary[1]}; }
    .ac-pushButton.style-destructive { background: ${danger[0]}; color: ${danger[1]}; }
    .ac-input { box-sizing: border-box; width: 100%; padding: 6px; font: 14px system-ui, "Noto Sans", "DejaVu Sans";
      border: 1px solid ${line}; border-radius: 4px; background: ${card}; color: ${text}; }
    a { color: ${accent}; }`;
}
