/** multipart/form-data (RFC 7578) as browsers and HTTP clients write it. */

export interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly bytes: Buffer;
}

const blankLine = Buffer.from('\r\n\r\n');

/** A parameter of a header: quoted, or (RFC 5987, `filename*`) percent-encoded UTF-8. */
function parameter(header: string, name: string): string | undefined {
  const encoded = new RegExp(`;\\s*${name}\\*=UTF-8''([^;\\s]*)`, 'i').exec(header)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  const plain = new RegExp(`;\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]*))`, 'i').exec(header);
  return plain ? (plain[1]?.replace(/\\(.)/g, '$1').replace(/%22/g, '"') ?? plain[2]) : undefined;
}

function parsePart(bytes: Buffer): Part | undefined {
  const end = bytes.indexOf(blankLine);
  if (end < 0) return undefined;
  const headers = new Map(
    bytes
      .subarray(0, end)
      .toString('utf8')
      .split('\r\n')
      .map((line): [string, string] => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  );
  const disposition = headers.get('content-disposition') ?? '';
  const name = parameter(disposition, 'name');
  if (name === undefined) return undefined;
  const filename = parameter(disposition, 'filename');
  const type = headers.get('content-type');
  return {
    name,
    ...(filename === undefined ? {} : { filename }),
    ...(type === undefined ? {} : { type }),
    bytes: bytes.subarray(end + blankLine.length),
  };
}

/** The parts in order; none where `contentType` is another one or the body is not well formed. */
export function parseMultipart(contentType: string, body: Buffer): readonly Part[] {
  const boundary = /^multipart\/form-data\b/i.test(contentType) ? parameter(contentType, 'boundary') : undefined;
  if (!boundary) return [];
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const first = `--${boundary}`;
  const parts: Part[] = [];
  let start =
    body.subarray(0, first.length).toString('latin1') === first
      ? first.length
      : body.indexOf(delimiter) + delimiter.length;
  if (start < first.length) return [];
  for (let end = body.indexOf(delimiter, start); end >= 0; end = body.indexOf(delimiter, start)) {
    const part = parsePart(body.subarray(start + 2, end));
    if (part) parts.push(part);
    start = end + delimiter.length;
  }
  return parts;
}
