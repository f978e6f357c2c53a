/** Whatever an author calls a file, what crosses is a name that does no harm. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { safeName } from '../../../src/core/files/names.ts';

const bytesOf = (text: string) => Buffer.byteLength(text);

describe('FL-06: names of files', () => {
  // biome-ignore format: a table reads better in rows.
  const rows: readonly (readonly [given: string, safe: string])[] = [
    ['report.pdf', 'report.pdf'],
    ['Übersicht 2026 – final.xlsx', 'Übersicht 2026 – final.xlsx'],
    ['報告書.docx', '報告書.docx'],
    ['README', 'README'],
    // Paths.
    ['../../x', 'x'], ['..\\..\\evil.exe', 'evil.exe'], ['/etc/passwd', 'passwd'], ['C:\\Users\\ada\\a.txt', 'a.txt'],
    ['..', 'file'], ['../..', 'file'], ['a/', 'file'], ['C:', 'C_'],
    // Control characters and lines.
    ['a\0.png', 'a.png'], ['a\nb\r\nc.txt', 'a b c.txt'], ['tab\there.txt', 'tab here.txt'], ['bell\u0007.txt', 'bell.txt'],
    ['line\u2028end.txt', 'line end.txt'],
    // What is not seen, and what turns the direction.
    ['x\u202Egnp.exe', 'xgnp.exe'], ['\u2066a\u2069.txt', 'a.txt'], ['pay\u200Bpal.html', 'paypal.html'],
    ['\uFEFFa.txt', 'a.txt'], ['\u3164.txt', 'txt'], ['a\u{E0041}.txt', 'a.txt'], ['half\uD83D.txt', 'half.txt'],
    ['\u200E', 'file'], ['\u00A0', 'file'],
    // Devices.
    ['CON', '_CON'], ['con.txt', '_con.txt'], ['Lpt1.log', '_Lpt1.log'], ['COM¹', '_COM¹'], ['NUL ', '_NUL'],
    ['console.log', 'console.log'], ['aux.tar.gz', 'aux_tar.gz'],
    // Dots.
    ['.bashrc', 'bashrc'], ['...', 'file'], ['name. . .', 'name'], ['a..b.txt', 'a__b.txt'],
    ['invoice.pdf.exe', 'invoice_pdf.exe'], ['archive.tar.gz', 'archive_tar.gz'], ['   .png', 'png'],
    ['Minutes. All of them', 'Minutes. All of them'], ['23. November.pdf', '23. November.pdf'], ['v1.2.3 (4).zip', 'v1.2.3 (4).zip'],
    ['2026.11.23.png', '2026.11.23.png'], ['x.7z.exe', 'x_7z.exe'], ['x.exe .png', 'x_exe.png'],
    // What shells and file systems would read.
    ['a<b>c:d"e|f?g*h.txt', 'a_b_c_d_e_f_g_h.txt'],
    // Composed, so that the same name is the same name.
    ['e\u0301te\u0301.txt', 'été.txt'],
    ['', 'file'],
  ];
  for (const [given, safe] of rows) {
    it(`${JSON.stringify(given)} becomes ${JSON.stringify(safe)}`, () => assert.equal(safeName(given), safe));
  }

  it('are cut at 120 bytes, in whole characters, and keep their extension', () => {
    assert.equal(safeName(`${'a'.repeat(300)}.pdf`), `${'a'.repeat(116)}.pdf`);
    const japanese = safeName(`${'報'.repeat(300)}.docx`);
    assert.match(japanese, /^報+\.docx$/);
    assert.ok(bytesOf(japanese) <= 120 && bytesOf(japanese) > 117);
    assert.equal(bytesOf(safeName('x'.repeat(300))), 120);
    assert.ok(!safeName(`a.${'b'.repeat(200)}`).includes('.'));
  });

  it('CI-06 cost no time, whatever they are', () => {
    for (const name of [`x${'.'.repeat(60_000)}y`, `x${' '.repeat(60_000)}y`, `x${'. '.repeat(30_000)}y`]) {
      const started = process.cpuUsage();
      safeName(name);
      assert.ok(process.cpuUsage(started).user < 200_000);
    }
  });

  it('keep what they promise for any name, and once safe they stay as they are', () => {
    const anyName = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(anyName, (given) => {
        const safe = safeName(given);
        assert.ok(bytesOf(safe) >= 1 && bytesOf(safe) <= 120);
        assert.doesNotMatch(safe, /[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        assert.doesNotMatch(safe, /^[. ]|[. ]$|\.[^ \d].*\./);
        assert.ok(safe.isWellFormed());
        assert.equal(safeName(safe), safe);
      }),
      { numRuns: 2_000, seed: 6 },
    );
  });
});
