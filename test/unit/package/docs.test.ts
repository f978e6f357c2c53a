/** What is written for administrators is what the code does. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { permissionsPage } from '../../../cards/permissions-page.ts';
import { permissionsOf, stages } from '../../../src/core/permissions.ts';

const root = join(import.meta.dirname, '../../..');

describe('the pages for administrators', () => {
  it('list the permissions that are asked for', () => {
    const written = readFileSync(join(root, 'docs/administer/permissions.md'), 'utf8');
    assert.equal(written, permissionsPage(), 'make docs/administer/permissions.md anew from permissionsPage()');
    for (const permission of stages.flatMap((stage) => permissionsOf[stage])) {
      assert.ok(written.includes(`| \`${permission}\` |`), permission);
    }
  });

  it('lead to pages that there are', () => {
    for (const page of globSync(['docs/administer/*.md', 'docs/use/*.md', 'docs/operate/keys.md'], { cwd: root })) {
      const text = readFileSync(join(root, page), 'utf8');
      for (const [, target] of text.matchAll(/\]\((?!https:)([^)#]+)/g)) {
        assert.ok(existsSync(join(root, dirname(page), target!)), `${page} leads to ${target}`);
      }
    }
  });
});
