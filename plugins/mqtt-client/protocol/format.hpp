// SPDX-License-Identifier: Apache-2.0
// Format: how values look in the messages of one assignment where a plain number will not do.
//
//   out   value -> its word, or value * scale + offset -> into the JSON template
//   in    out of the JSON at the pointer -> the word's value, or (number - offset) / scale -> value
//
// Everything else of this folder sees the object's own values only: a message is turned into one
// before anti-echo judges it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"
#include "busbar/value.hpp"
#include "protocol/payload.hpp"

namespace mqtt_client {

// The longest message of which a pointer picks a value, in octets.
constexpr std::size_t kJsonSizeMax = 65536;

// A value of the object, as a plain payload has it ("1"), and the word that stands for it ("ON").
struct ValueWord {
    std::string value;
    std::string word;

    friend bool operator==(const ValueWord&, const ValueWord&) = default;
};

struct FormatSettings {
    std::string command_pointer;   // RFC 6901; empty: the message is the value
    std::string report_template;   // JSON with {value} in it; empty: the message is the value
    std::vector<ValueWord> words;  // each value and each word once
    double scale = 1;              // report = value * scale + offset
    double offset = 0;

    // Nothing but the defaults: no Format is needed.
    [[nodiscard]] bool plain() const { return *this == FormatSettings(); }

    friend bool operator==(const FormatSettings&, const FormatSettings&) = default;
};

class Format {
 public:
    // Fails with InvalidArgument, a sentence and the name of the member at fault: a pointer that is
    // none, a template that is no JSON or without {value}, a word or a value that is there twice, a
    // scale that cannot be undone.
    [[nodiscard]] static Result<Format> make(FormatSettings settings);

    // As encode() and decode() of payload.hpp, in this format.
    [[nodiscard]] bool encode(const Value& value, std::string& payload) const;
    [[nodiscard]] Result<Value> decode(std::string_view payload, Kind kind) const;

    [[nodiscard]] const FormatSettings& settings() const { return settings_; }

 private:
    // What stands before a {value} of the template.
    struct Piece {
        std::string before;
        bool within_text = false;  // "{value}" inside a JSON string
    };

    [[nodiscard]] bool scaled() const { return settings_.scale != 1 || settings_.offset != 0; }
    [[nodiscard]] busbar::Status check() const;
    [[nodiscard]] busbar::Status compile_template();
    [[nodiscard]] Result<std::string> pick(std::string_view payload) const;
    [[nodiscard]] const ValueWord* word_of(std::string_view value) const;
    void fill(std::string_view text, bool literal, std::string& payload) const;
    [[nodiscard]] Result<Value> unscale(std::string_view payload, std::string_view text,
                                        Kind kind) const;

    FormatSettings settings_;
    std::vector<Piece> pieces_;
    std::string rest_;  // of the template, behind the last {value}
};

}  // namespace mqtt_client
