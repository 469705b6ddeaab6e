// SPDX-License-Identifier: MIT
// tokenizer-peers ENCODING FILE…: speed of GitHub's bpe-openai, of tiktoken-rs and of tokie, as JSON lines. tokie reads the
// tokenizer.json that TOKENIZER_JSON names, and uses as many threads as there are processors: pin it to one.
use std::time::{Duration, Instant};

fn best(mut work: impl FnMut() -> usize) -> (f64, usize) {
    let mut tokens = work();
    let mut best = f64::MAX;
    let begin = Instant::now();
    let mut runs = 0;
    while runs < 3 || begin.elapsed() < Duration::from_millis(1500) {
        let start = Instant::now();
        tokens = work();
        best = best.min(start.elapsed().as_secs_f64());
        runs += 1;
    }
    (best, tokens)
}

fn report(peer: &str, encoding: &str, file: &str, bytes: usize, (seconds, tokens): (f64, usize)) {
    println!(
        "{{\"peer\":\"{peer}\",\"encoding\":\"{encoding}\",\"file\":\"{file}\",\"tokens\":{tokens},\"mb_per_s\":{:.1}}}",
        bytes as f64 / seconds / 1e6
    );
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let encoding = arguments[0].as_str();
    let github = if encoding == "o200k_base" { bpe_openai::o200k_base() } else { bpe_openai::cl100k_base() };
    let port = if encoding == "o200k_base" { tiktoken_rs::o200k_base() } else { tiktoken_rs::cl100k_base() }.unwrap();
    let tokie = std::env::var("TOKENIZER_JSON").ok().filter(|_| encoding == "o200k_base").map(|path| tokie::Tokenizer::from_json(path).unwrap());
    for file in &arguments[1..] {
        let text = std::fs::read_to_string(file).unwrap();
        report("bpe-openai (crate)", encoding, file, text.len(), best(|| github.encode(&text).len()));
        report("tiktoken-rs (crate)", encoding, file, text.len(), best(|| port.encode_ordinary(&text).len()));
        if let Some(tokie) = &tokie {
            report("tokie (crate)", encoding, file, text.len(), best(|| tokie.encode(&text, false).ids.len()));
        }
    }
}
