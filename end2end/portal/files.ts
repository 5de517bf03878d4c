import { deflateSync } from 'node:zlib';

export interface UploadedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Maximum size of an attachment: 10 MB of 1024 × 1024 bytes (mission §5). */
export const MAX_BYTES = 10 * 1024 * 1024;

/** PDF file of at least `bytes` bytes, containing its name. */
export function pdf(name: string, bytes = 0): UploadedFile {
  const start = Buffer.from(
    `%PDF-1.4\n% ${name}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n',
  );
  const end = Buffer.from('%%EOF\n');
  const filling = Buffer.alloc(Math.max(0, bytes - start.length - end.length), '%');
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat([start, filling, end]) };
}

/** PDF file of exactly `bytes` bytes. */
export function exactly(name: string, bytes: number): UploadedFile {
  const file = pdf(name, bytes);
  if (file.buffer.length !== bytes) throw new Error(`${name}: ${file.buffer.length} bytes instead of ${bytes}`);
  return file;
}

export function empty(name: string): UploadedFile {
  return { name, mimeType: 'application/pdf', buffer: Buffer.alloc(0) };
}

/** HTML page with the name and type of a PDF. */
export function disguised(name: string): UploadedFile {
  return {
    name,
    mimeType: 'application/pdf',
    buffer: Buffer.from('<!DOCTYPE html><html><body><script>alert(1)</script></body></html>'),
  };
}

/** PNG image of one grey pixel. */
export function png(name: string): UploadedFile {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return { name, mimeType: 'image/png', buffer };
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
