// SPDX-License-Identifier: MIT
// Makes resources/unicode/nfc16.txt: what Normalization Form C needs, for the code points of Unicode 16.
//   node tools/unicode/make-nfc.mjs resources/unicode/unicode16_classes.txt > resources/unicode/nfc16.txt
// The data are read off the normaliser of Node's ICU (Unicode 16 or later; assigned characters never change their
// normalisation). Combining classes are found by putting marks in order against marks of known classes.
import { readFileSync } from 'node:fs';

const assigned = [];
const marks = [];
for (const line of readFileSync(process.argv[2], 'utf8').split('\n')) {
    const match = /^([0-9A-F]+)\.\.([0-9A-F]+) (\w+)$/.exec(line);
    if (!match) continue;
    for (let c = parseInt(match[1], 16); c <= parseInt(match[2], 16); ++c) {
        assigned.push(c);
        if (match[3] === 'M') marks.push(c);
    }
}
const text = String.fromCodePoint;
const hex = (c) => c.toString(16).toUpperCase().padStart(4, '0');
const isHangul = (c) => c >= 0xAC00 && c <= 0xD7A3;

// One mark for each combining class that exists.
const known = [[1, 0x334], [6, 0x16FF0], [7, 0x93C], [8, 0x3099], [9, 0x94D], [10, 0x5B0], [11, 0x5B1], [12, 0x5B2],
    [13, 0x5B3], [14, 0x5B4], [15, 0x5B5], [16, 0x5B6], [17, 0x5B7], [18, 0x5B8], [19, 0x5B9], [20, 0x5BB], [21, 0x5BC],
    [22, 0x5BD], [23, 0x5BF], [24, 0x5C1], [25, 0x5C2], [26, 0xFB1E], [27, 0x64B], [28, 0x64C], [29, 0x64D], [30, 0x618],
    [31, 0x619], [32, 0x61A], [33, 0x651], [34, 0x652], [35, 0x670], [36, 0x711], [84, 0xC55], [91, 0xC56], [103, 0xE38],
    [107, 0xE48], [118, 0xEB8], [122, 0xEC8], [129, 0xF71], [130, 0xF72], [132, 0xF74], [202, 0x321], [214, 0x1DCE],
    [216, 0x31B], [218, 0x302A], [220, 0x316], [222, 0x59A], [224, 0x302E], [226, 0x1D16D], [228, 0x5AE], [230, 0x305],
    [232, 0x315], [233, 0x35C], [234, 0x360], [240, 0x345]];
/** True when the class of `a` is greater than that of `b`, both not 0: then they change places. */
const greater = (a, b) => {
    const input = 'a' + text(a) + text(b);
    return input.normalize('NFD') === ('a' + text(b) + text(a)).normalize('NFD')
        && input.normalize('NFD') !== 'a' + text(a).normalize('NFD') + text(b).normalize('NFD');
};
const classOf = (mark) => {
    if (text(mark).normalize('NFD') !== text(mark)) return 0; // decomposes: its parts count
    for (const [value, other] of known) {
        if (other === mark) return value;
    }
    const below = known.filter(([, other]) => greater(mark, other));
    const above = known.filter(([, other]) => greater(other, mark));
    if (below.length + above.length === 0) return 0;
    const between = known.filter((entry) => !below.includes(entry) && !above.includes(entry));
    if (between.length !== 1) throw new Error(`class of U+${hex(mark)} is not clear`);
    return between[0][0];
};

console.log('# Normalization Form C, Unicode 16. Made by tools/unicode/make-nfc.mjs; licence: LICENSE.unicode.');
console.log('# ccc CODEPOINT CLASS | dec CODEPOINT FULL-CANONICAL-DECOMPOSITION | com FIRST SECOND COMPOSED');
console.log('# Hangul syllables are left out: they are computed.');
for (const mark of marks) {
    const value = classOf(mark);
    if (value !== 0) console.log(`ccc ${hex(mark)} ${value}`);
}
for (const c of assigned) {
    const full = text(c).normalize('NFD');
    if (isHangul(c) || full === text(c)) continue;
    console.log(`dec ${hex(c)} ${[...full].map((x) => hex(x.codePointAt(0))).join(' ')}`);
    if (full.normalize('NFC') !== text(c)) continue; // excluded from composition
    const parts = [...full];
    const last = parts.pop();
    const first = [...parts.join('').normalize('NFC')];
    if (first.length !== 1) throw new Error(`U+${hex(c)} has no primary composite`);
    console.log(`com ${hex(first[0].codePointAt(0))} ${hex(last.codePointAt(0))} ${hex(c)}`);
}
