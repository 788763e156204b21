// SPDX-License-Identifier: Apache-2.0
// Fuzzes the stream of events that the command line reads: however it is cut into pieces, the same
// events come out of it.
#include <algorithm>
#include <vector>

#include "cli/event_reader.hpp"
#include "fuzz/input.hpp"

namespace {

std::vector<busbar::Event> read(const std::string& text, std::size_t piece_max) {
    std::vector<busbar::Event> events;
    busbar::EventReader reader;
    for (std::size_t at = 0; at < text.size(); at += piece_max) {
        reader.add(text.substr(at, piece_max));
        while (auto event = reader.next()) events.push_back(*std::move(event));
    }
    return events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto piece_max = std::size_t{input.octet()} % 16 + 1;
    const auto text = input.rest_as_text();
    const auto same = [](const busbar::Event& left, const busbar::Event& right) {
        return left.type == right.type && left.data == right.data;
    };
    fuzz::expect(std::ranges::equal(read(text, text.size() + 1), read(text, piece_max), same),
                 "pieces make the same events");
    return 0;
}
