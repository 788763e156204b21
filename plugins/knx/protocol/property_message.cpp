// SPDX-License-Identifier: Apache-2.0
// Property messages: one layout, and what each of them may carry after it.
#include "knx/protocol/property_message.hpp"

#include <iterator>

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::size_t kFunctionSize = 5;  // code to property id
constexpr std::size_t kPropertySize = 7;  // code to start

enum class Tail : std::uint8_t { Nothing, Data, DataOrError, ErrorOnly };

struct Row {
    MessageCode code;
    bool function;
    Tail tail;
};

constexpr Row kRows[] = {
    {MessageCode::PropReadRequest, false, Tail::Nothing},
    {MessageCode::PropReadConfirmation, false, Tail::DataOrError},
    {MessageCode::PropWriteRequest, false, Tail::Data},
    {MessageCode::PropWriteConfirmation, false, Tail::ErrorOnly},
    {MessageCode::PropInfoIndication, false, Tail::Data},
    {MessageCode::FuncPropCommandRequest, true, Tail::Data},
    {MessageCode::FuncPropStateReadRequest, true, Tail::Data},
    {MessageCode::FuncPropConfirmation, true, Tail::Data},
};

const Row* find_row(MessageCode code) {
    for (const auto& row : kRows) {
        if (row.code == code) return &row;
    }
    return nullptr;
}

// What follows the fixed part, by what the message may carry there.
busbar::Status read_tail(const Row& row, ByteSpan tail, PropertyMessage& message) {
    const auto name = message_code_name(row.code);
    const bool wrong = !row.function && message.count == 0 &&
                       (row.tail == Tail::DataOrError || row.tail == Tail::ErrorOnly);
    if (wrong) {
        BUSBAR_CHECK(expect_size(tail, 1, std::string("error code of ").append(name)));
        message.error = tail[0];
        return {};
    }
    if (row.tail == Tail::Nothing || row.tail == Tail::ErrorOnly) {
        return expect_size(tail, 0, std::string("data of ").append(name));
    }
    if (!row.function) {
        BUSBAR_CHECK(expect_at_least(tail, 1, std::string("data of ").append(name)));
    }
    message.data = tail;
    return {};
}

}  // namespace

bool is_property_message(MessageCode code) { return find_row(code) != nullptr; }

busbar::Result<PropertyMessage> decode_property_message(ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, 1, "cEMI message"));
    const auto* row = find_row(static_cast<MessageCode>(bytes[0]));
    if (row == nullptr) {
        return fail(ErrorCode::NotFound,
                    "cEMI message code " + std::to_string(bytes[0]) + " is not about a property");
    }
    const auto size = row->function ? kFunctionSize : kPropertySize;
    BUSBAR_CHECK(expect_at_least(bytes, size, message_code_name(row->code)));
    PropertyMessage message;
    message.code = row->code;
    message.object_type = read_u16(bytes, 1);
    message.object_instance = bytes[3];
    message.property = bytes[4];
    if (!row->function) {
        message.count = bytes[5] >> 4;
        message.start = read_u16(bytes, 5) & 0x0fff;
    }
    BUSBAR_CHECK(read_tail(*row, bytes.subspan(size), message));
    return message;
}

std::string property_error_name(std::uint8_t error) {
    constexpr std::string_view kNames[] = {
        "unspecified error", "out of range",       "above the maximum", "below the minimum",
        "memory error",      "read only",          "illegal command",   "no such property",
        "type conflict",     "index out of range", "read only for now"};
    if (error < std::size(kNames)) return std::string(kNames[error]);
    return "error " + std::to_string(error);
}

}  // namespace knx
