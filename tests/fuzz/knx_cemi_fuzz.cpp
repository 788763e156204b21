// SPDX-License-Identifier: Apache-2.0
// Fuzzes cEMI messages: what is read is written as it was, and so is the telegram in it.
#include <algorithm>

#include "fuzz/input.hpp"
#include "knx/protocol/cemi.hpp"

namespace {

using fuzz::expect;

void write_message_again(const knx::LData& message) {
    knx::ByteBuffer out;
    knx::encode_ldata(message, out);
    const auto again = knx::decode_ldata(out);
    expect(again.has_value(), "what is written can be read");
    expect(again->code == message.code && again->control2 == message.control2 &&
               again->source == message.source && again->destination == message.destination &&
               std::ranges::equal(again->tpdu, message.tpdu) &&
               std::ranges::equal(again->additional_info, message.additional_info),
           "a message reads back the same");
    constexpr std::uint8_t kAllButFrameType = 0x7f;
    expect(((again->control1 ^ message.control1) & kAllButFrameType) == 0, "and so do its bits");
}

void write_telegram_again(knx::MessageCode code, const knx::Telegram& telegram) {
    expect(telegram.payload.octets().size() <= knx::Payload::kSizeMax, "a payload has its limit");
    expect(!telegram.destination.broadcast(), "no group telegram is a broadcast");
    knx::ByteBuffer out;
    knx::encode_telegram(code, telegram, out);
    const auto again = knx::decode_ldata(out);
    expect(again && knx::telegram_of(*again) == telegram, "a telegram reads back the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto message = knx::decode_ldata({data, size});
    if (!message) return 0;
    expect(!message->tpdu.empty(), "there is a TPDU");
    write_message_again(*message);
    if (const auto telegram = knx::telegram_of(*message)) {
        write_telegram_again(message->code, *telegram);
    }
    return 0;
}
