# SPDX-License-Identifier: MIT
# peers.py ENCODING FILE…: speed of the Python packages that are installed, one thread, as JSON lines.
import importlib
import json
import sys
import time

encoding, files = sys.argv[1], sys.argv[2:]


def best(work):
    tokens = work()
    shortest, begin, runs = 1e9, time.perf_counter(), 0
    while runs < 3 or time.perf_counter() - begin < 1.5:
        start = time.perf_counter()
        tokens = work()
        shortest = min(shortest, time.perf_counter() - start)
        runs += 1
    return shortest, tokens


def makers():
    def tiktoken():
        # OpenAI's package would download the ranks; it gets the ones of this project.
        import os
        import lzma
        import tempfile
        public = importlib.import_module('tiktoken_ext.openai_public')
        load = importlib.import_module('tiktoken.load')
        resources = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../../resources/tokenizers')

        def local(url, expected_hash=None):
            name = os.path.basename(url)
            with tempfile.NamedTemporaryFile() as unpacked:
                unpacked.write(lzma.open(os.path.join(resources, name + '.xz')).read())
                unpacked.flush()
                return load.load_tiktoken_bpe(unpacked.name)

        public.load_tiktoken_bpe = local
        tokenizer = importlib.import_module('tiktoken').get_encoding(encoding)
        return lambda text: len(tokenizer.encode_ordinary(text))

    def rs_bpe():
        tokenizer = getattr(importlib.import_module('rs_bpe.bpe').openai, encoding)()
        return lambda text: len(tokenizer.encode(text))

    return {'rs-bpe (PyPI)': rs_bpe, 'tiktoken (PyPI)': tiktoken}


for peer, make in makers().items():
    try:
        encode = make()
        for file in files:
            text = open(file, encoding='utf-8', newline='').read()
            seconds, tokens = best(lambda: encode(text))
            size = len(text.encode())
            print(json.dumps({'peer': peer, 'encoding': encoding, 'file': file, 'tokens': tokens,
                              'mb_per_s': round(size / seconds / 1e6, 1)}), flush=True)
    except Exception as error:  # a peer that does not run here is reported and left out
        print(f'{peer}: {type(error).__name__}: {error}', file=sys.stderr)
