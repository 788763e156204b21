// SPDX-License-Identifier: Apache-2.0
// Fuzzes the walk over a frame: it reads what protobuf reads, never more than there is, and what it
// read can be written as the same messages.
#include <algorithm>
#include <vector>

#include "busbar/convert.hpp"
#include "busbar/frame.hpp"
#include "busbar/v1/bus.pb.h"
#include "fuzz/input.hpp"

namespace {

using busbar::FrameReader;
using fuzz::expect;
using Parts = std::vector<FrameReader::Part>;

Parts walk(std::span<const std::uint8_t> frame, bool& malformed) {
    Parts parts;
    FrameReader reader(frame);
    std::size_t size = 0;
    for (FrameReader::Part part; reader.next(part);) {
        size += part.body.size();
        parts.push_back(part);
    }
    expect(size <= frame.size(), "a frame holds its messages");
    expect(reader.done(), "a walk comes to an end");
    malformed = reader.malformed();
    return parts;
}

// Where both take the frame they see the same messages in it.
void compare(const Parts& parts, const busbar::v1::Frame& frame) {
    using M = busbar::v1::Message;
    expect(static_cast<std::size_t>(frame.messages_size()) == parts.size(), "as many messages");
    for (int i = 0; i < frame.messages_size(); ++i) {
        const auto field = parts[static_cast<std::size_t>(i)].field;
        const auto body = frame.messages(i).body_case();
        // Behind the last known member an unknown one may stand, which only the walk tells.
        expect(body == M::BODY_NOT_SET || field == static_cast<int>(body) ||
                   field > M::kStopFieldNumber || field == 0,
               "of the same kind");
    }
}

void write_again(const Parts& parts) {
    std::string frame;
    for (const auto& part : parts) {
        if (part.field == 0) continue;
        busbar::append_serialized(
            frame, part.field, {reinterpret_cast<const char*>(part.body.data()), part.body.size()});
    }
    bool malformed = false;
    const auto again =
        walk({reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()}, malformed);
    expect(!malformed, "what is written is a frame");
    const auto has_body = [](const FrameReader::Part& part) { return part.field != 0; };
    std::size_t i = 0;
    for (const auto& part : parts) {
        if (!has_body(part)) continue;
        expect(i < again.size() && again[i].field == part.field &&
                   std::ranges::equal(again[i].body, part.body),
               "of the same messages");
        ++i;
    }
    expect(i == again.size(), "and no others");
}

void convert(const FrameReader::Part& part) {
    busbar::v1::StateChanged state;
    if (!part.parse(state)) return;
    const auto value = busbar::to_value(state.value());
    (void)to_string(value);
    busbar::v1::Value message;
    busbar::to_message(value, message);
    double number = 0;
    const bool comparable = !as_number(value, number) || number == number;
    if (!comparable || value.get<busbar::Fields>() != nullptr) return;  // NaN is not itself
    expect(busbar::to_value(message) == value, "a value crosses unchanged");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bool malformed = false;
    const auto parts = walk({data, size}, malformed);
    for (const auto& part : parts) convert(part);
    write_again(parts);
    busbar::v1::Frame frame;
    if (!malformed && frame.ParseFromArray(data, static_cast<int>(size))) compare(parts, frame);
    return 0;
}
