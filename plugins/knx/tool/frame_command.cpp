// SPDX-License-Identifier: Apache-2.0
// `busbar knx frame`.
#include "knx/tool/frame_command.hpp"

#include "knx/protocol/dpt/hex.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "knx/tool/cemi_json.hpp"
#include "knx/tool/frame_json.hpp"
#include "knx/tool/json_lines.hpp"

namespace knx {

using busbar::ErrorCode;
using nlohmann::json;

namespace {

std::string digits_of(std::string_view line) {
    std::string digits;
    for (const char c : line) {
        if (std::string_view(" \t\r:-").find(c) == std::string_view::npos) digits += c;
    }
    return digits;
}

// Only a frame begins with 06, and only a frame has 10 as its second octet: so one with a damaged
// header is still told from what is neither.
bool looks_like_frame(ByteSpan bytes) {
    return bytes[0] == KnxIpHeader::kSize ||
           (bytes.size() > 1 && bytes[1] == 0x10 && !may_be_cemi(bytes[0]));
}

json answer_frame(ByteSpan bytes) {
    if (bytes.size() < KnxIpHeader::kSize) {
        return refusal("length",
                       "a KNXnet/IP header has 6 octets, here are " + std::to_string(bytes.size()));
    }
    const auto header = decode_header(bytes);
    if (!header) return refusal("header", header.error().message);
    const auto body = frame_body(*header, bytes);
    if (!body) return refusal("length", body.error().message);
    const auto frame = decode_frame(bytes);
    if (!frame) {
        const bool unknown = frame.error().code == ErrorCode::NotFound;
        return refusal(unknown ? "service" : "body", frame.error().message);
    }
    auto answer = explain_frame(*frame);
    const auto rest = bytes.subspan(header->total_length);
    if (!rest.empty()) answer["rest"] = to_hex(rest);
    return answer;
}

json answer_cemi(ByteSpan bytes) {
    auto answer = explain_cemi(bytes);
    if (answer) return std::move(*answer);
    const bool unknown = answer.error().code == ErrorCode::NotFound;
    return refusal(unknown ? "apci" : "cemi", answer.error().message);
}

json answer_octets(ByteSpan bytes) {
    if (bytes.empty()) return refusal("hex", "there are no hex digits");
    if (looks_like_frame(bytes)) return answer_frame(bytes);
    if (may_be_cemi(bytes[0])) return answer_cemi(bytes);
    return refusal("frame", "begins with " + to_hex(bytes.first(1)) +
                                ": neither a KNXnet/IP frame (06 10) nor a cEMI message (29 …)");
}

}  // namespace

std::string answer_frame_line(std::string_view line) {
    const auto octets = parse_hex(digits_of(line));
    const auto answer = octets ? answer_octets(*octets) : refusal("hex", octets.error().message);
    return json_line(answer);
}

void run_frame_command(std::istream& input, std::ostream& output) {
    answer_lines(input, output, answer_frame_line);
}

}  // namespace knx
