// SPDX-License-Identifier: Apache-2.0
// `busbar knx dpt`.
#include "knx/tool/dpt_command.hpp"

#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/dpt/hex.hpp"
#include "knx/tool/json_lines.hpp"
#include "knx/tool/json_value.hpp"

namespace knx {

using nlohmann::json;

namespace {

std::string_view misfit_word(PayloadFit fit) {
    return fit == PayloadFit::SpareBitsSet ? "bits" : "length";
}

json with_meaning(json answer, const Dpt& dpt, const busbar::Value& value) {
    answer["text"] = to_text(dpt, value);
    answer["unit"] = dpt.value.unit;
    return answer;
}

// Infinity and not-a-number are shown, as words: JSON has no numbers for them.
json non_finite(const Dpt& dpt, std::string_view word) {
    auto text = std::string(word);
    if (!dpt.value.unit.empty()) text += ' ' + std::string(dpt.value.unit);
    return {{"value", word}, {"text", text}, {"unit", dpt.value.unit}};
}

json answer_decode(const Dpt& dpt, const json& request) {
    const auto raw = request.find("raw");
    if (raw == request.end() || !raw->is_string()) {
        return refusal("request", "\"raw\" must be a text of hex digits");
    }
    const auto payload = parse_hex(raw->get_ref<const std::string&>());
    if (!payload) return refusal("hex", payload.error().message);

    const auto value = decode(dpt, *payload);
    if (!value) {
        const auto fit = check_payload(dpt, *payload);
        const auto word = non_finite_word(dpt, *payload);
        if (!word.empty()) return non_finite(dpt, word);
        return refusal(fit == PayloadFit::Fits ? "value" : misfit_word(fit), value.error().message);
    }
    return with_meaning({{"value", to_json(*value)}}, dpt, *value);
}

json answer_encode(const Dpt& dpt, const json& request) {
    const auto given = request.find("value");
    if (given == request.end()) return refusal("request", "\"value\" is missing");
    const auto value = from_json(*given);
    if (!value) return refusal("value", value.error().message);

    const auto payload = encode(dpt, *value);
    if (!payload) return refusal("value", payload.error().message);
    // Said back as the bus will say it: 33.3 % may become 33 %.
    const auto meant = decode(dpt, *payload);
    if (!meant) return refusal("value", meant.error().message);
    return with_meaning({{"raw", to_hex(*payload)}}, dpt, *meant);
}

json answer_request(const json& request) {
    const auto op = request.find("op");
    const auto number = request.find("dpt");
    if (number == request.end() || !number->is_string()) {
        return refusal("request", R"("dpt" must be a text like "9.001")");
    }
    const auto dpt = find_dpt(number->get_ref<const std::string&>());
    if (!dpt) return refusal("dpt", dpt.error().message);
    if (op != request.end() && *op == "decode") return answer_decode(**dpt, request);
    if (op != request.end() && *op == "encode") return answer_encode(**dpt, request);
    return refusal("request", R"("op" must be "decode" or "encode")");
}

}  // namespace

std::string answer_dpt_line(std::string_view line) {
    const auto request = json::parse(line, nullptr, /*allow_exceptions=*/false);
    auto answer = request.is_object() ? answer_request(request)
                                      : refusal("json", "the line is not a JSON object");
    if (request.is_object() && request.contains("id")) answer["id"] = request["id"];
    return json_line(answer);
}

void run_dpt_command(std::istream& input, std::ostream& output) {
    answer_lines(input, output, answer_dpt_line);
}

}  // namespace knx
