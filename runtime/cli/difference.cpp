// SPDX-License-Identifier: Apache-2.0
// Differences in words.
#include "cli/difference.hpp"

#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {
namespace {

char sign_of(const std::string& kind) {
    if (kind == "add") return '+';
    return kind == "remove" ? '-' : '~';
}

std::string field_words(const Json& field) {
    const auto side = [&](const char* name) -> std::string {
        const auto found = field.find(name);
        if (found == field.end() || found->is_null()) return {};
        constexpr int kCompact = -1;
        return found->dump(kCompact, ' ', false, Json::error_handler_t::replace);
    };
    const auto before = side("before");
    const auto after = side("after");
    auto words = "    " + printable(text_of(field, "name")) + ": ";
    if (before.empty()) return words + after + '\n';
    return words + before + " -> " + (after.empty() ? "not set" : after) + '\n';
}

}  // namespace

std::string difference_words(const Json& changes) {
    std::string words;
    for (const auto& change : changes) {
        const auto kind = text_of(change, "kind");
        words += sign_of(kind);
        words += ' ' + printable(text_of(change, "pointer")) + '\n';
        const auto fields = change.find("fields");
        if (kind == "remove" || fields == change.end()) continue;
        for (const auto& field : *fields) words += field_words(field);
    }
    return words;
}

}  // namespace busbar
