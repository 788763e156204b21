// SPDX-License-Identifier: Apache-2.0
// cEMI messages as JSON: one function for each family of codes.
#include "knx/tool/cemi_json.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "knx/protocol/additional_info.hpp"
#include "knx/protocol/application_service.hpp"
#include "knx/protocol/cemi.hpp"
#include "knx/protocol/dpt/hex.hpp"
#include "knx/protocol/property_message.hpp"
#include "knx/protocol/tp1_frame.hpp"
#include "knx/protocol/transport_control.hpp"

namespace knx {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;
using nlohmann::json;

namespace {

std::string_view priority_word(Priority priority) {
    switch (priority) {
        case Priority::System:
            return "system";
        case Priority::Normal:
            return "normal";
        case Priority::Urgent:
            return "urgent";
        case Priority::Low:
            break;
    }
    return "low";
}

void add_info(ByteSpan bytes, json& answer) {
    if (bytes.empty()) return;
    const auto entries = read_additional_info(bytes);
    if (!entries) {
        answer["additional_info"] = to_hex(bytes);
        return;
    }
    auto list = json::array();
    for (const auto& entry : *entries) {
        list.push_back({{"type", entry.type}, {"data", to_hex(entry.value)}});
    }
    answer["additional_info"] = std::move(list);
}

// The service, and what it carries: in the six bits beside it, or in octets of its own.
busbar::Status add_application(ByteSpan tpdu, json& answer) {
    BUSBAR_CHECK(expect_at_least(tpdu, 2, "TPDU with data"));
    constexpr std::uint16_t kApciMask = 0x03ff;
    const auto apci = static_cast<std::uint16_t>(read_u16(tpdu, 0) & kApciMask);
    const auto service = find_application_service(apci);
    if (!service) {
        return fail(ErrorCode::NotFound,
                    "APCI " + std::to_string(apci) + " is no service of the application layer");
    }
    answer["apci"] = service->name;
    const auto octets = tpdu.subspan(2);
    const auto small = static_cast<std::uint8_t>(tpdu[1] & service->small_mask);
    const bool carries_small = service->small_mask != 0 && octets.empty();
    if (carries_small) answer["small"] = small;
    if (carries_small || !octets.empty()) {
        answer["data"] = to_hex(carries_small ? ByteSpan(&small, 1) : octets);
    }
    return {};
}

// A control message is its one octet; anything else has a service of the application layer.
busbar::Status add_transport(const LData& message, json& answer) {
    const auto control =
        BUSBAR_TRY(decode_transport_control(message.tpdu[0], message.group(), message.destination));
    answer["tpci"] = transport_control_name(control.kind);
    if (control.numbered()) answer["sequence"] = control.sequence;
    if (control.control()) return expect_size(message.tpdu, 1, "TPDU of a control message");
    return add_application(message.tpdu, answer);
}

busbar::Status add_ldata(const LData& message, json& answer) {
    answer["source"] = to_string(message.source);
    answer["destination"] = message.group() ? to_string(GroupAddress{message.destination})
                                            : to_string(IndividualAddress{message.destination});
    answer["frame"] = message.standard_frame() ? "standard" : "extended";
    answer["priority"] = priority_word(message.priority());
    answer["hop_count"] = message.hop_count();
    if (const auto format = message.control2 & 0x0f; format != 0) answer["frame_format"] = format;
    if (message.code == MessageCode::LDataConfirmation) {
        answer["confirm"] = message.negative() ? "negative" : "positive";
    }
    add_info(message.additional_info, answer);
    return add_transport(message, answer);
}

// What follows the additional information.
Result<ByteSpan> body_of(ByteSpan bytes, json& answer) {
    BUSBAR_CHECK(expect_at_least(bytes, 2, "cEMI message"));
    const std::size_t size = 2 + std::size_t{bytes[1]};
    BUSBAR_CHECK(expect_at_least(bytes, size + 1, "cEMI message"));
    add_info(bytes.subspan(2, bytes[1]), answer);
    return bytes.subspan(size);
}

busbar::Status add_tp1_frame(ByteSpan frame, json& answer) {
    answer["raw"] = to_hex(frame);
    if (const auto word = tp1_acknowledgement(frame); !word.empty()) {
        answer["acknowledgement"] = word;
        return {};
    }
    // A monitor tells broken frames too: that is what it is for.
    const auto message = decode_tp1_frame(frame);
    auto told = message ? add_ldata(*message, answer) : tl::unexpected(message.error());
    if (!told) answer["raw_error"] = told.error().message;
    return {};
}

busbar::Status add_property(ByteSpan bytes, json& answer) {
    const auto message = BUSBAR_TRY(decode_property_message(bytes));
    answer["object_type"] = message.object_type;
    answer["object_instance"] = message.object_instance;
    answer["property"] = message.property;
    const bool function = message.code == MessageCode::FuncPropCommandRequest ||
                          message.code == MessageCode::FuncPropStateReadRequest ||
                          message.code == MessageCode::FuncPropConfirmation;
    if (!function) {
        answer["count"] = message.count;
        answer["start"] = message.start;
    }
    if (message.error) answer["property_error"] = property_error_name(*message.error);
    if (!message.data.empty()) answer["data"] = to_hex(message.data);
    return {};
}

busbar::Status add_message(MessageCode code, ByteSpan bytes, json& answer) {
    if (is_ldata(code)) return add_ldata(BUSBAR_TRY(decode_ldata(bytes)), answer);
    if (is_property_message(code)) return add_property(bytes, answer);
    if (code == MessageCode::ResetRequest || code == MessageCode::ResetIndication) {
        return expect_size(bytes, 1, message_code_name(code));
    }
    const auto body = BUSBAR_TRY(body_of(bytes, answer));
    if (code == MessageCode::LBusmonIndication) return add_tp1_frame(body, answer);
    answer["data"] = to_hex(body);
    return {};
}

}  // namespace

bool may_be_cemi(std::uint8_t first) {
    return !message_code_name(static_cast<MessageCode>(first)).empty();
}

Result<json> explain_cemi(ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, 1, "cEMI message"));
    const auto code = static_cast<MessageCode>(bytes[0]);
    const auto name = message_code_name(code);
    if (name.empty()) {
        return fail(ErrorCode::NotFound,
                    "cEMI message code " + std::to_string(bytes[0]) + " is not known");
    }
    json answer = {{"code", name}};
    BUSBAR_CHECK(add_message(code, bytes, answer));
    return answer;
}

}  // namespace knx
