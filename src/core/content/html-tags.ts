/** What each HTML tag that chat platforms send does to the tree. A tag that is not here counts for its text alone. */
import { emojiNamed } from './emoji.ts';
import type { HtmlTree } from './html-tree.ts';
import { bold, italic, strike, underline } from './lines.ts';
import { safeUrl } from './links.ts';
import { ruleText } from './plain.ts';
import type { Heading, Mention } from './tree.ts';

export type Attributes = ReadonlyMap<string, string>;

/** Whom a mention tag names, by its attributes; undefined where it names nobody. */
export type MentionReader = (attributes: Attributes) => Mention | undefined;

interface Tag {
  open(tree: HtmlTree, attributes: Attributes): void;
  close?(tree: HtmlTree): void;
}

type StyleFlag = typeof bold | typeof italic | typeof strike | typeof underline;

function style(flag: StyleFlag): Tag {
  return {
    open(tree) {
      tree.styled[flag]++;
    },
    close(tree) {
      if (tree.styled[flag] > 0) tree.styled[flag]--;
    },
  };
}

const paragraph: Tag = { open: (tree) => tree.flush(), close: (tree) => tree.flush() };

function heading(level: Heading['level']): Tag {
  return {
    open(tree) {
      tree.flush();
      tree.heading = level;
    },
    close(tree) {
      tree.flush();
      tree.heading = undefined;
    },
  };
}

/** Opens a container on the stack of blocks and closes it again. */
function container(kind: 'quote' | 'item', open: (tree: HtmlTree) => void): Tag {
  return {
    open(tree) {
      tree.flush();
      if (tree.takesBlocks) open(tree);
    },
    close(tree) {
      tree.flush();
      if (tree.takesBlocks) tree.nest.close(kind);
    },
  };
}

function list(ordered: boolean): Tag {
  return {
    open(tree, attributes) {
      tree.flush();
      if (tree.takesBlocks) tree.nest.openList(ordered, Number(attributes.get('start') ?? 1));
    },
    close(tree) {
      tree.flush();
      if (tree.takesBlocks) tree.nest.close('list');
    },
  };
}

const anchor: Tag = {
  open(tree, attributes) {
    const href = attributes.get('href');
    tree.url = href === undefined ? undefined : safeUrl(href);
  },
  close(tree) {
    tree.url = undefined;
  },
};

const inlineCode: Tag = {
  open(tree, attributes) {
    tree.codeTags++;
    if (tree.code === '') tree.codeLanguage ??= languageOf(attributes);
  },
  close(tree) {
    if (tree.codeTags > 0) tree.codeTags--;
  },
};

function preformatted(languageIn: (attributes: Attributes) => string | undefined): Tag {
  return {
    open(tree, attributes) {
      tree.flush();
      if (tree.code === undefined && !tree.takesBlocks) return;
      tree.preTags++;
      if (tree.code !== undefined) return;
      tree.code = '';
      tree.codeLanguage = languageIn(attributes);
    },
    close(tree) {
      if (tree.preTags > 0) tree.preTags--;
      if (tree.preTags === 0) tree.endCode();
    },
  };
}

/** `class="language-python"`, as everywhere but in Teams' own code blocks. */
function languageOf(attributes: Attributes): string | undefined {
  const named = attributes
    .get('class')
    ?.split(' ')
    .find((name) => name.startsWith('language-'));
  return named?.slice('language-'.length);
}

const lineBreak: Tag = {
  open(tree) {
    tree.lineBreak();
  },
};

const rule: Tag = {
  open(tree) {
    tree.flush();
    if (tree.takesBlocks) {
      tree.nest.add([{ type: 'rule' }]);
      return;
    }
    tree.instead(ruleText);
    tree.flush();
  },
};

const table: Tag = {
  open: (tree) => tree.openTable(),
  close: (tree) => tree.closeTable(),
};

const row: Tag = { open: (tree) => tree.openRow(), close: (tree) => tree.closeRow() };

function cell(names: boolean): Tag {
  return {
    open: (tree, attributes) => tree.openCell(names, Number(attributes.get('colspan') ?? 1)),
    close: (tree) => tree.closeCell(),
  };
}

const image: Tag = {
  open(tree, attributes) {
    tree.instead(attributes.get('alt') || '[image]');
  },
};

const emoji: Tag = { open: (tree, attributes) => tree.instead(attributes.get('alt') ?? '') };

const customEmoji: Tag = {
  open(tree, attributes) {
    const name = attributes.get('alt') ?? '';
    const named = emojiNamed(name);
    if (named) tree.emoji(named);
    else if (name !== '') tree.instead(name.startsWith(':') ? name : `:${name}:`);
  },
};

const mention: Tag = {
  open: (tree, attributes) => tree.openMention(attributes),
  close: (tree) => tree.closeMention(),
};

/** The tokenizer takes everything up to the end tag for text, so these can't be left open by a tag inside. */
export const unseen: Tag = {
  open(tree) {
    tree.hidden = true;
  },
  close(tree) {
    tree.hidden = false;
  },
};

const span: Tag = {
  open(tree, attributes) {
    const styles = stylesIn(attributes.get('style') ?? '');
    tree.spans.push(styles);
    for (const flag of flags) if (styles & flag) tree.styled[flag]++;
  },
  close(tree) {
    const styles = tree.spans.pop() ?? 0;
    for (const flag of flags) if (styles & flag && tree.styled[flag] > 0) tree.styled[flag]--;
  },
};

const flags = [bold, italic, strike, underline] as const;

/** Reads `font-weight:bold; font-style:italic; text-decoration:underline line-through`. */
function stylesIn(css: string): number {
  if (css === '') return 0;
  let styles = 0;
  for (const declaration of css.toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, colon).trim();
    const value = declaration.slice(colon + 1).trim();
    if (property === 'font-weight' && (value.startsWith('bold') || Number.parseInt(value, 10) >= 600)) styles |= bold;
    else if (property === 'font-style' && value.startsWith('italic')) styles |= italic;
    else if (property.startsWith('text-decoration')) {
      if (value.includes('line-through')) styles |= strike;
      if (value.includes('underline')) styles |= underline;
    }
  }
  return styles;
}

export const tags: ReadonlyMap<string, Tag> = new Map([
  ...named(style(bold), 'b', 'strong'),
  ...named(style(italic), 'i', 'em'),
  ...named(style(strike), 's', 'strike', 'del'),
  ...named(style(underline), 'u', 'ins'),
  ...([1, 2, 3, 4, 5, 6] as const).flatMap((level) => named(heading(level), `h${level}`)),
  ...named(paragraph, 'p', 'div', 'section', 'article', 'main', 'aside', 'header', 'footer', 'address', 'center'),
  ...named(paragraph, 'dl', 'dt', 'dd', 'details', 'summary', 'figure', 'figcaption', 'caption'),
  ...named(list(true), 'ol'),
  ...named(list(false), 'ul'),
  ...named(
    container('item', (tree) => tree.nest.openItem()),
    'li',
  ),
  ...named(
    container('quote', (tree) => tree.nest.openQuote()),
    'blockquote',
  ),
  ...named(
    preformatted((attributes) => attributes.get('class')?.split(' ', 1)[0]),
    'codeblock',
  ),
  ...named(preformatted(languageOf), 'pre'),
  ...named(inlineCode, 'code', 'tt', 'kbd', 'samp'),
  ...named(anchor, 'a'),
  ...named(span, 'span', 'font'),
  ...named(lineBreak, 'br'),
  ...named(rule, 'hr'),
  ...named(table, 'table'),
  ...named(row, 'tr'),
  ...named(cell(false), 'td'),
  ...named(cell(true), 'th'),
  ...named(image, 'img', 'image'),
  ...named(emoji, 'emoji'),
  ...named(customEmoji, 'customemoji'),
  ...named(mention, 'at', 'spark-mention'),
  ...named(unseen, 'script', 'style', 'title', 'iframe', 'noembed', 'noframes'),
]);

function named(tag: Tag, ...names: string[]): [string, Tag][] {
  return names.map((name) => [name, tag]);
}
