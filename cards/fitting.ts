/** Long lists in small cards: Teams refuses large messages, so that a card stays below 25 KB whatever it lists. */

/** What a list may take of it, as JSON in UTF-8. The rest is for what stands around it. */
const listBytes = 14_000;

/** What is made of the first items, as many as fit and at most `most`, and how many are left out. */
export function fitting<Item, Made>(
  items: readonly Item[],
  most: number,
  make: (item: Item) => Made,
): { readonly shown: readonly Made[]; readonly hidden: number } {
  const shown: Made[] = [];
  let bytes = 0;
  for (const item of items.slice(0, most)) {
    const made = make(item);
    bytes += Buffer.byteLength(JSON.stringify(made));
    if (bytes > listBytes) break;
    shown.push(made);
  }
  return { shown, hidden: items.length - shown.length };
}
