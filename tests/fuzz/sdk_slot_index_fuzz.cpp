// SPDX-License-Identifier: Apache-2.0
// Fuzzes the index of slots: it finds what was put into it and nothing that was taken out.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "busbar/slot_index.hpp"

namespace {

std::size_t count(const busbar::SlotIndex& index, const std::string& text, std::uint32_t number) {
    std::size_t found = 0;
    index.find(text, [&](std::uint32_t other) { found += other == number ? 1U : 0U; });
    return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string all(reinterpret_cast<const char*>(data), size);
    busbar::SlotIndex index;
    std::map<std::string, std::uint32_t> model;
    for (std::size_t i = 0; i + 2 < size; i += 3) {
        const auto text = all.substr(i, 2);
        const auto found = model.find(text);
        if (found == model.end()) {
            model[text] = static_cast<std::uint32_t>(i);
            index.add(text, static_cast<std::uint32_t>(i));
        } else if (data[i + 2] % 2 == 0) {
            index.remove(text, found->second);
            if (count(index, text, found->second) != 0) std::abort();
            model.erase(found);
        }
    }
    if (index.size() != model.size()) std::abort();
    for (const auto& [text, number] : model) {
        if (count(index, text, number) != 1) std::abort();
    }
    return 0;
}
