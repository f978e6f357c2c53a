/** The heads of pictures, as their formats have them; there is nothing to see in any of them. */

export function png(width: number, height: number): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    size,
    Buffer.from('0806000000', 'hex'),
  ]);
}

export function gif(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  return Buffer.concat([Buffer.from('GIF89a'), size, Buffer.from('000000', 'hex')]);
}

/** A segment of an application, a table, and the frame. */
export function jpeg(width: number, height: number, frame = 0xc0): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  const before = Buffer.from('ffd8ffe000044a46ffffc400031f', 'hex');
  return Buffer.concat([before, Buffer.from([0xff, frame, 0, 17, 8]), size, Buffer.from('03012200', 'hex')]);
}
