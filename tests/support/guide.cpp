// SPDX-License-Identifier: Apache-2.0
// A document read, and typed into a shell.
#include "support/guide.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "support/busbard_process.hpp"

namespace busbar::testing {
namespace {

constexpr std::string_view kAnything = "…";
constexpr std::chrono::seconds kTypingTime{10};  // of one command

struct Example {
    std::string command;
    std::string output;  // lines, each with its end
};

struct Guide {
    std::vector<std::pair<std::string, std::string>> files;
    std::vector<Example> examples;
};

Guide read_guide(const std::string& document) {
    Guide guide;
    std::ifstream file(document);
    std::string block;  // the word after the fence; empty outside
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            block = block.empty() ? line.substr(3) : "";
            if (block.starts_with("json ")) guide.files.emplace_back(block.substr(5), "");
        } else if (block.starts_with("json ")) {
            guide.files.back().second += line + '\n';
        } else if (block == "console" && line.starts_with("$ ")) {
            guide.examples.push_back({line.substr(2), ""});
        } else if (block == "console" && !guide.examples.empty()) {
            guide.examples.back().output += line + '\n';
        }
    }
    return guide;
}

bool fits(std::string_view text, std::string_view pattern) {
    const auto first = pattern.find(kAnything);
    if (first == std::string_view::npos) return text == pattern;
    if (!text.starts_with(pattern.substr(0, first))) return false;
    text.remove_prefix(first);
    pattern.remove_prefix(first + kAnything.size());
    for (auto next = pattern.find(kAnything); next != std::string_view::npos;
         next = pattern.find(kAnything)) {
        const auto found = text.find(pattern.substr(0, next));
        if (found == std::string_view::npos) return false;
        text.remove_prefix(found + next);
        pattern.remove_prefix(next + kAnything.size());
    }
    return text.ends_with(pattern);
}

}  // namespace

void run_guide(const std::string& document, std::size_t files_min, std::size_t examples_min) {
    const auto guide = read_guide(document);
    ASSERT_GE(guide.files.size(), files_min);
    ASSERT_GE(guide.examples.size(), examples_min);
    const TemporaryDirectory folder;
    for (const auto& [name, text] : guide.files) std::ofstream(folder.file(name)) << text;
    BusbardProcess busbard{{{"busbar", 1}, {"name", "Test"}}};
    ASSERT_TRUE(busbard.start());

    const std::string before =
        "cd " + folder.path().string() + " && PATH=" + BusbardProcess::programs() + ":$PATH && { ";
    for (const auto& example : guide.examples) {
        std::string output;
        // Nobody types as fast as a test: what takes a moment to come true is asked again.
        EXPECT_TRUE(eventually(
            [&] {
                const auto program =
                    Process::start({"sh", "-c", before + example.command + "\n} 2>&1"},
                                   {{"BUSBAR_SOCKET", busbard.socket()}});
                if (!program || !(*program)->wait()) return false;
                output = (*program)->output();
                return fits(output, example.output);
            },
            kTypingTime))
            << "$ " << example.command << '\n'
            << output << "instead of\n"
            << example.output;
    }
}

}  // namespace busbar::testing
