# SPDX-License-Identifier: MIT
# table.py RESULTS.jsonl: MB/s by peer and text, our lead, and whether all found the same number of tokens. Exit 1 when not.
import json
import os
import sys

best, tokens = {}, {}
for line in open(sys.argv[1], encoding='utf-8'):
    row = json.loads(line)
    key = (row['encoding'], os.path.basename(row['file']), row['peer'])
    best[key] = max(best.get(key, 0.0), row['mb_per_s'])
    tokens[key] = row['tokens']
wrong = 0
texts = sorted({key[1] for key in best})
peers = sorted({key[2] for key in best}, key=lambda peer: (peer != 'cachescope', peer))
for encoding in sorted({key[0] for key in best}, reverse=True):
    print(f'{encoding}, MB/s, one thread')
    print(f'  {"":24}' + ''.join(f'{text:>24}' for text in texts))
    for peer in peers:
        cells = ''
        for text in texts:
            key = (encoding, text, peer)
            ours = (encoding, text, 'cachescope')
            if key not in best:
                cells += f'{"-":>24}'
                continue
            lead = '' if peer == 'cachescope' else f' (we: x{best[ours] / best[key]:.1f})'
            if tokens[key] != tokens[ours]:
                lead += ' !'
                wrong += 1
            cells += f'{best[key]:.1f}{lead}'.rjust(24)
        print(f'  {peer:24}{cells}')
if wrong:
    print(f'{wrong} results marked ! have another number of tokens than ours')
