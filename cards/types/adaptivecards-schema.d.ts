/**
 * Stands in for `adaptivecards/src/schema`, which the types of adaptivecards-templating name: that is TypeScript source, and
 * would be checked by this project's own rules.
 */
export interface IAdaptiveCard {
  readonly type: 'AdaptiveCard';
  readonly [property: string]: unknown;
}
