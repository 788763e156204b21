// SPDX-License-Identifier: Apache-2.0
// Words, scale, JSON pointer and JSON template.
#include "protocol/format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "protocol/utf8.hpp"

namespace mqtt_client {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using Json = nlohmann::json;

constexpr std::string_view kPlaceholder = "{value}";

// The nearest number of 15 digits: 0.07 * 100 is 7 to everybody but a double.
double rounded(double number) {
    constexpr int kDigits = 15;
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number,
                                   std::chars_format::general, kDigits)
                         .ptr;
    (void)std::from_chars(text.data(), end, number);
    return number;
}

// What JSON writes without quotes.
bool reads_as_literal(std::string_view text) {
    return text == "true" || text == "false" || text == "null" ||
           (reads_as_number(text) && Json::accept(text));
}

// With its quotes.
std::string json_text(std::string_view text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// RFC 6901, section 3: empty, or a / before each token; ~ only in ~0 and ~1.
bool is_pointer(std::string_view pointer) {
    if (!pointer.starts_with('/') || !valid_utf8(pointer)) return false;
    for (auto at = pointer.find('~'); at != std::string_view::npos;
         at = pointer.find('~', at + 1)) {
        if (at + 1 == pointer.size() || (pointer[at + 1] != '0' && pointer[at + 1] != '1')) {
            return false;
        }
    }
    return true;
}

tl::unexpected<busbar::Error> wrong(std::string_view field, std::string message) {
    return fail(ErrorCode::InvalidArgument, std::move(message), std::string(field));
}

}  // namespace

// ── settings ────────────────────────────────────────────────────────────────────────────────────

Result<Format> Format::make(FormatSettings settings) {
    Format format;
    format.settings_ = std::move(settings);
    BUSBAR_CHECK(format.check());
    BUSBAR_CHECK(format.compile_template());
    return format;
}

busbar::Status Format::check() const {
    const auto& pointer = settings_.command_pointer;
    if (!pointer.empty() && !is_pointer(pointer)) {
        return wrong("command_pointer",
                     "A JSON pointer begins with / and names one member after the other: "
                     "/state/brightness.");
    }
    const auto& words = settings_.words;
    for (auto one = words.begin(); one != words.end(); ++one) {
        if (one->value.empty() || one->word.empty()) {
            return wrong("words", "Each word needs a value, and each value a word.");
        }
        if (!valid_utf8(one->value) || !valid_utf8(one->word)) {
            return wrong("words", "Words are UTF-8 text.");
        }
        const auto again = std::find_if(std::next(one), words.end(), [&](const ValueWord& other) {
            return other.value == one->value || other.word == one->word;
        });
        if (again != words.end()) {
            return wrong("words", again->value == one->value
                                      ? "There are two words for the value " + one->value + "."
                                      : "The word " + one->word + " stands for two values.");
        }
    }
    if (!std::isfinite(settings_.scale) || !std::isfinite(1 / settings_.scale)) {
        return wrong("scale", "A scale that cannot be undone: it is a number other than 0.");
    }
    if (!std::isfinite(settings_.offset)) return wrong("offset", "An offset is a number.");
    return {};
}

// Cuts the template at each {value}. That what comes out is JSON is tried with a number and with a
// text in its place: behind a digit only a number fits, as a member's name only a text.
busbar::Status Format::compile_template() {
    const std::string_view text = settings_.report_template;
    if (text.empty()) return {};
    bool within_text = false;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(kPlaceholder)) {
            pieces_.push_back({std::exchange(rest_, {}), within_text});
            at += kPlaceholder.size();
            continue;
        }
        // In a JSON string a backslash takes the character behind it.
        const auto size =
            std::min<std::size_t>(within_text && text[at] == '\\' ? 2 : 1, text.size() - at);
        if (text[at] == '"') within_text = !within_text;
        rest_ += text.substr(at, size);
        at += size;
    }
    if (pieces_.empty()) {
        return wrong("report_template", R"(Say where the value goes: {"state": {value}}.)");
    }
    std::string sample;
    for (const bool literal : {true, false}) {
        fill("0", literal, sample);
        if (Json::accept(sample)) continue;
        return wrong(
            "report_template",
            R"(This is not JSON when {value} is filled in. For example {"state": {value}}.)");
    }
    return {};
}

const ValueWord* Format::word_of(std::string_view value) const {
    const auto found = std::find_if(settings_.words.begin(), settings_.words.end(),
                                    [&](const ValueWord& one) { return one.value == value; });
    return found != settings_.words.end() ? &*found : nullptr;
}

// ── a report ────────────────────────────────────────────────────────────────────────────────────

bool Format::encode(const Value& value, std::string& payload) const {
    std::string text;
    if (!mqtt_client::encode(value, text)) return false;
    bool literal = value.get<std::string>() == nullptr && value.get<busbar::Bytes>() == nullptr;
    double number = 0;
    if (const auto* word = word_of(text)) {
        text = word->word;
        literal = reads_as_literal(text);
    } else if (scaled() && busbar::as_number(value, number)) {
        const auto scaled = rounded(number * settings_.scale + settings_.offset);
        if (!mqtt_client::encode(Value::number(scaled), text)) return false;
    }
    fill(text, literal, payload);
    return true;
}

void Format::fill(std::string_view text, bool literal, std::string& payload) const {
    payload.clear();
    if (pieces_.empty()) {
        payload = text;
        return;
    }
    for (const auto& piece : pieces_) {
        payload += piece.before;
        if (literal && !piece.within_text) {
            payload += text;
            continue;
        }
        auto quoted = json_text(text);
        if (piece.within_text) quoted = quoted.substr(1, quoted.size() - 2);
        payload += quoted;
    }
    payload += rest_;
}

// ── a command ───────────────────────────────────────────────────────────────────────────────────

Result<Value> Format::decode(std::string_view payload, Kind kind) const {
    if (kind == Kind::Bytes || kind == Kind::Fields) return mqtt_client::decode(payload, kind);
    std::string picked;
    auto text = payload;
    if (!settings_.command_pointer.empty()) {
        picked = BUSBAR_TRY(pick(payload));
        text = picked;
    }
    const auto said = kind == Kind::Text ? text : trimmed(text);
    for (const auto& one : settings_.words) {
        if (one.word == said) return mqtt_client::decode(one.value, kind);
    }
    if (!settings_.command_pointer.empty() && kind == Kind::Boolean) {
        if (text == "true") return Value::boolean(true);
        if (text == "false") return Value::boolean(false);
    }
    if (scaled() && kind != Kind::Text) return unscale(payload, text, kind);
    return mqtt_client::decode(text, kind);
}

// The single value at the pointer, as text.
Result<std::string> Format::pick(std::string_view payload) const {
    if (payload.size() > kJsonSizeMax) {
        return fail(ErrorCode::InvalidArgument,
                    "received " + std::to_string(payload.size()) + " octets; at most 65536");
    }
    const auto document = Json::parse(payload, nullptr, false);
    if (document.is_discarded()) return refuse(payload, "JSON is expected");
    Json value;
    try {
        value = document.at(Json::json_pointer(settings_.command_pointer));
    } catch (const Json::exception&) {
        return refuse(payload, "there is nothing at " + settings_.command_pointer);
    }
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_number() && !value.is_boolean()) {
        return refuse(payload, "at " + settings_.command_pointer + " is no single value");
    }
    return value.dump();
}

Result<Value> Format::unscale(std::string_view payload, std::string_view text, Kind kind) const {
    const auto number = BUSBAR_TRY(mqtt_client::decode(text, Kind::Number));
    const auto own = rounded((*number.get<double>() - settings_.offset) / settings_.scale);
    std::string plain;
    if (mqtt_client::encode(Value::number(own), plain)) {
        if (auto value = mqtt_client::decode(plain, kind)) return value;
    }
    return refuse(payload, "with scale and offset taken back this is no value of the object");
}

}  // namespace mqtt_client
