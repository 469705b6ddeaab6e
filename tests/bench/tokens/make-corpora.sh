#!/bin/bash
# SPDX-License-Identifier: MIT
# make-corpora.sh DIRECTORY: the texts that the tokenizer benchmarks read, from Debian packages (downloaded, not installed):
#   prose.txt    English: The Debian Administrator's Handbook
#   mixed.txt    Chinese with English words, commands and file names: the same book and the Debian Reference, in Chinese
#   code.txt     source code: Python's standard library and the headers of libstdc++
#   nasty.txt    a megabyte each of one letter, of blanks, of random letters, of random characters
set -e
out=${1:?usage: make-corpora.sh DIRECTORY}
mkdir -p "$out/packages"
out=$(cd "$out" && pwd)
if [ ! -s "$out/nasty.txt" ]; then
    cd "$out/packages"
    apt-get download -qq debian-handbook debian-reference-zh-cn libpython3.11-stdlib libstdc++-12-dev 2>/dev/null
    for package in *.deb; do dpkg-deb -x "$package" tree; done
    python3 - "$out" <<'PYTHON'
import gzip, html, pathlib, random, re, sys
out = pathlib.Path(sys.argv[1])
tree = out / 'packages' / 'tree'

def plain(path):
    text = path.read_text(encoding='utf-8', errors='ignore')
    text = re.sub(r'(?s)<(script|style|head).*?</\1>', ' ', text)
    text = html.unescape(re.sub(r'<[^>]*>', '', text))
    return re.sub(r'\n\s*\n+', '\n\n', text)

def book(language):
    pages = sorted((tree / 'usr/share/doc/debian-handbook/html' / language).glob('*.html'))
    return ''.join(plain(page) for page in pages if not page.name.startswith(('ix', 'index')))

def sources(folder, patterns):
    files = sorted(path for pattern in patterns for path in (tree / folder).rglob(pattern) if path.is_file())
    return ''.join(path.read_text(encoding='utf-8', errors='ignore') for path in files)

(out / 'prose.txt').write_text(book('en-US'), encoding='utf-8')
reference = gzip.open(tree / 'usr/share/debian-reference/debian-reference.zh-cn.txt.gz', 'rt', encoding='utf-8').read()
(out / 'mixed.txt').write_text(book('zh-CN') + reference, encoding='utf-8')
code = sources('usr/lib/python3.11', ['*.py'])[:6000000] + sources('usr/include/c++/12', ['*.h', '*.hpp', '*.tcc'])[:4000000]
(out / 'code.txt').write_text(code, encoding='utf-8')
chance = random.Random(7)
million = 1000000
letters = ''.join(chance.choice('abcdefghijklmnopqrstuvwxyz') for _ in range(million))
anything = ''.join(chr(chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0xA0, 0x3000), 0x4E00 + chance.randrange(0x5000))))
                   for _ in range(million // 2))
(out / 'nasty.txt').write_text('a' * million + '\n' + ' ' * million + '\n' + letters + '\n' + anything, encoding='utf-8')
PYTHON
fi
ls -l "$out"/*.txt
