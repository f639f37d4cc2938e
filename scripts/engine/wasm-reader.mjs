/** Reads a WebAssembly binary: LEB128 numbers, sections, and instructions just far enough to step over them. */
export class WasmReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** Unsigned LEB128. Sizes and indices here stay far below 2^53. */
  unsigned() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
  }

  skipLeb() {
    while (this.byte() & 0x80);
  }

  skipLimits() {
    const flags = this.byte();
    this.unsigned();
    if (flags & 1) this.unsigned();
  }

  skipName() {
    this.skip(this.unsigned());
  }

  skip(bytes) {
    this.at += bytes;
  }

  /** Steps over one instruction with its immediates; returns its opcode, and the sub-opcode of the 0xfc family. */
  instruction() {
    const opcode = this.byte();
    const kind = IMMEDIATES.get(opcode);
    switch (kind) {
      case undefined:
        if (!isPlain(opcode)) throw new Error(`unknown opcode 0x${opcode.toString(16)} at byte ${this.at - 1}`);
        break;
      case 'block':
        this.skipLeb(); // a value type is one byte without the continuation bit; a type index is a LEB
        break;
      case 'index':
        this.skipLeb();
        break;
      case 'two-indices':
        this.skipLeb();
        this.skipLeb();
        break;
      case 'table':
        for (let n = this.unsigned() + 1; n > 0; n--) this.skipLeb();
        break;
      case 'types':
        this.skip(this.unsigned());
        break;
      case 'f32':
        this.skip(4);
        break;
      case 'f64':
        this.skip(8);
        break;
      case 'misc':
        return { opcode, sub: this.misc() };
    }
    return { opcode, sub: -1 };
  }

  misc() {
    const sub = this.unsigned();
    if (sub > 17) throw new Error(`unknown opcode 0xfc ${sub} at byte ${this.at}`);
    const twoIndices = sub === 8 || sub === 10 || sub === 12 || sub === 14;
    if (sub > 7) this.skipLeb();
    if (twoIndices) this.skipLeb();
    return sub;
  }
}

/** The sections of a module in file order: `{id, start, end}` of each body. */
export function sections(bytes) {
  const reader = new WasmReader(bytes);
  reader.at = 8; // magic and version
  const found = [];
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const length = reader.unsigned();
    found.push({ id, start: reader.at, end: reader.at + length });
    reader.at += length;
  }
  return found;
}

/** Immediates by opcode, from the core specification 2.0, appendix "Index of Instructions". */
const IMMEDIATES = new Map([
  ...[0x02, 0x03, 0x04].map((op) => [op, 'block']),
  ...[0x0c, 0x0d, 0x10, 0x12].map((op) => [op, 'index']), // br, br_if, call, return_call
  [0x0e, 'table'],
  [0x11, 'two-indices'],
  [0x13, 'two-indices'],
  [0x1c, 'types'],
  ...range(0x20, 0x26).map((op) => [op, 'index']), // locals, globals, tables
  ...range(0x28, 0x3e).map((op) => [op, 'two-indices']), // loads and stores: alignment, offset
  [0x3f, 'index'],
  [0x40, 'index'],
  [0x41, 'index'],
  [0x42, 'index'],
  [0x43, 'f32'],
  [0x44, 'f64'],
  [0xd0, 'index'],
  [0xd2, 'index'],
  [0xfc, 'misc'],
]);

function isPlain(opcode) {
  return (
    opcode <= 0x01 ||
    opcode === 0x05 ||
    opcode === 0x0b ||
    opcode === 0x0f ||
    opcode === 0x1a ||
    opcode === 0x1b ||
    (opcode >= 0x45 && opcode <= 0xc4) ||
    opcode === 0xd1
  );
}

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
