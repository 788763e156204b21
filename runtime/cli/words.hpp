// SPDX-License-Identifier: Apache-2.0
// What the API's JSON says, in words for people.
#pragma once

#include <chrono>
#include <string>

#include "cli/client.hpp"

namespace busbar {

// A text member; empty where there is none.
[[nodiscard]] std::string text_of(const Json& json, const char* member);
[[nodiscard]] std::uint64_t count_of(const Json& json, const char* member);

// A value by the object's type (Object.type of the API): "on", "21.5 °C", "comfort", "hour 7,
// minute 30"; "–" for null.
[[nodiscard]] std::string value_words(const Json& value, const Json& type);

// "QUALITY_GOOD" without "QUALITY_", in lower case.
[[nodiscard]] std::string enum_word(const std::string& name, const std::string& prefix);

// "2026-03-01T12:34:56.789012Z" as the local time of day, "13:34:56.789"; as it is when it is none.
[[nodiscard]] std::string time_words(const std::string& rfc3339);

// "mqtt-client, trace 00000000000000a1, 1 hop"; empty without a cause.
[[nodiscard]] std::string cause_words(const Json& state);

// "3 d 4 h", "4 h 12 min", "12 min", "8 s"
[[nodiscard]] std::string duration_words(std::chrono::seconds duration);

// "1 object", "2 objects"
[[nodiscard]] std::string counted(std::uint64_t count, const std::string& noun);

}  // namespace busbar
