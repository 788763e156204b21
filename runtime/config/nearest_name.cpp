// SPDX-License-Identifier: Apache-2.0
// Edit distance (optimal string alignment) over names made comparable.
#include "config/nearest_name.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

namespace busbar {
namespace {

constexpr std::size_t kNameLengthMax = 64;  // longer ones are no misspelling; keeps this cheap

std::string comparable(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c == '_' || c == '-') continue;
        text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return text;
}

std::size_t distance(std::string_view left, std::string_view right) {
    // Three rows of the matrix: two neighbours exchanged count as one fault, and look back by two.
    std::vector<std::size_t> before(right.size() + 1);
    std::vector<std::size_t> above(right.size() + 1);
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const auto replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return above.back();
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
    if (name.size() > kNameLengthMax) return {};
    const auto wanted = comparable(name);
    const std::string* best = nullptr;
    auto best_distance = std::max<std::size_t>(wanted.size() / 3, 1) + 1;
    for (const auto& candidate : known) {
        const auto found = distance(wanted, comparable(candidate));
        if (found >= best_distance) continue;
        best_distance = found;
        best = &candidate;
    }
    return best == nullptr ? std::string() : *best;
}

std::string did_you_mean(const std::string& nearest) {
    return nearest.empty() ? std::string() : " Did you mean “" + nearest + "”?";
}

}  // namespace busbar
