// SPDX-License-Identifier: Apache-2.0
// Words for people.
#include "cli/words.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>

namespace busbar {
namespace {

std::string plain(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "on" : "off";
    if (value.is_number_float()) {
        std::array<char, 32> digits{};
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), value.get<double>()).ptr;
        return {digits.data(), end};
    }
    constexpr int kCompact = -1;
    return value.dump(kCompact, ' ', false, Json::error_handler_t::replace);
}

// A label of the type, for a boolean or an integer; empty where there is none.
std::string label_of(const Json& value, const Json& type) {
    if (!type.is_object() || !type.contains("labels")) return {};
    if (!value.is_boolean() && !value.is_number_integer()) return {};
    const auto number = value.is_boolean() ? Json(value.get<bool>() ? 1 : 0) : value;
    for (const auto& label : type.at("labels")) {
        if (label.contains("value") && label.at("value") == number) return text_of(label, "label");
    }
    return {};
}

std::string fields_words(const Json& fields) {
    std::string words;
    for (const auto& [name, value] : fields.items()) {
        if (!words.empty()) words += ", ";
        words += name + ' ' + plain(value);
    }
    return words;
}

}  // namespace

std::string text_of(const Json& json, const char* member) {
    const auto found = json.find(member);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint64_t count_of(const Json& json, const char* member) {
    const auto found = json.find(member);
    return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::string value_words(const Json& value, const Json& type) {
    if (value.is_null()) return "–";
    if (auto label = label_of(value, type); !label.empty()) return label;
    if (value.is_object()) return fields_words(value);
    const auto unit = type.is_object() ? text_of(type, "unit") : std::string{};
    return value.is_number() && !unit.empty() ? plain(value) + ' ' + unit : plain(value);
}

std::string enum_word(const std::string& name, const std::string& prefix) {
    auto word = name.starts_with(prefix) ? name.substr(prefix.size()) : name;
    for (auto& c : word) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '_') c = ' ';
    }
    return word;
}

std::string time_words(const std::string& rfc3339) {
    std::tm utc{};
    int milliseconds = 0;
    constexpr int kFields = 7;
    if (std::sscanf(rfc3339.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3d", &utc.tm_year, &utc.tm_mon,
                    &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec,
                    &milliseconds) != kFields) {
        return rfc3339;
    }
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    const auto time = ::timegm(&utc);
    std::tm local{};
    ::localtime_r(&time, &local);
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%02d:%02d:%02d.%03d", local.tm_hour,
                        local.tm_min, local.tm_sec, milliseconds);
    return text.data();
}

std::string cause_words(const Json& state) {
    const auto cause = state.find("cause");
    if (cause == state.end()) return {};
    auto words = text_of(*cause, "sender") + ", trace " + text_of(*cause, "traceId");
    if (const auto hops = count_of(*cause, "hops"); hops > 0) words += ", " + counted(hops, "hop");
    return words;
}

std::string duration_words(std::chrono::seconds duration) {
    using std::to_string;
    const auto seconds = duration.count();
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kHour = 60 * kMinute;
    constexpr std::int64_t kDay = 24 * kHour;
    if (seconds >= kDay) {
        return to_string(seconds / kDay) + " d " + to_string(seconds % kDay / kHour) + " h";
    }
    if (seconds >= kHour) {
        return to_string(seconds / kHour) + " h " + to_string(seconds % kHour / kMinute) + " min";
    }
    if (seconds >= kMinute) return to_string(seconds / kMinute) + " min";
    return to_string(seconds) + " s";
}

std::string counted(std::uint64_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

}  // namespace busbar
