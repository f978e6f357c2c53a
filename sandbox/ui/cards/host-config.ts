/**
 * Adaptive Cards with the measures of Teams. Colours are variables that style/card.css sets, so that a card follows the
 * page into dark and into forced colours without being drawn again.
 */
import { HostConfig } from 'adaptivecards';

const tone = (name: string) => ({ default: `var(--card-${name})`, subtle: `var(--card-${name}-subtle)` });

const foregroundColors = {
  default: tone('ink'),
  dark: tone('ink'),
  light: tone('ink'),
  accent: tone('accent'),
  good: tone('good'),
  warning: tone('warning'),
  attention: tone('attention'),
};

const surface = (name: string) => ({ backgroundColor: `var(--card-${name}-surface)`, foregroundColors });

const fontSizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
const fontWeights = { lighter: 300, default: 400, bolder: 600 };

export const teamsLook = new HostConfig({
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes, fontWeights },
    monospace: { fontFamily: 'var(--mono)', fontSizes, fontWeights },
  },
  lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
  containerStyles: {
    default: surface('plain'),
    emphasis: surface('emphasis'),
    accent: surface('accent'),
    good: surface('good'),
    warning: surface('warning'),
    attention: surface('attention'),
  },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 12,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'default', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'default' },
    },
    errorMessage: { color: 'attention', weight: 'default', size: 'small' },
  },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
    iconPlacement: 'leftOfTitle',
    iconSize: 16,
  },
  // Below the headings of the page and of its clients.
  textBlock: { headingLevel: 3 },
  adaptiveCard: { allowCustomStyle: false },
});
