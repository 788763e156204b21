// SPDX-License-Identifier: Apache-2.0
// Reading and writing a serialized busbar.v1.Frame message by message, without ever holding a
// Frame.
//
// A Frame is its messages one behind the other, each `0A length`, and a Message is one field
// `tag length body`. Walking these two levels by hand lets the hot messages (states) be parsed into
// one reused object; going through Frame and its oneof costs four allocations a state.
// Works with the lite and with the full generated classes, hence header-only.
#pragma once

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace busbar {

// Makes room at the end of `frame` for a message whose body has `body_size` octets, writes what
// stands before the body, and returns where the body goes.
inline std::uint8_t* grow_for_message(std::string& frame, int field, std::size_t body_size) {
    using google::protobuf::io::CodedOutputStream;
    constexpr std::uint8_t kMessagesTag = 0x0A;  // Frame.messages = 1, length-delimited
    const auto tag = static_cast<std::uint32_t>(field) << 3U | 2U;
    const auto length = static_cast<std::uint32_t>(body_size);
    const auto size = static_cast<std::uint32_t>(CodedOutputStream::VarintSize32(tag) +
                                                 CodedOutputStream::VarintSize32(length)) +
                      length;
    const auto start = frame.size();
    frame.resize(start + 1 + CodedOutputStream::VarintSize32(size) + size);
    auto* out = reinterpret_cast<std::uint8_t*>(frame.data() + start);
    *out++ = kMessagesTag;
    out = CodedOutputStream::WriteVarint32ToArray(size, out);
    out = CodedOutputStream::WriteVarint32ToArray(tag, out);
    return CodedOutputStream::WriteVarint32ToArray(length, out);
}

// Appends `body` as the member with number `field` of Message.body
// (v1::Message::kStateChangedFieldNumber …).
template <class Body>
void append_message(std::string& frame, int field, const Body& body) {
    body.SerializeWithCachedSizesToArray(grow_for_message(frame, field, body.ByteSizeLong()));
}

// The same for a body that is serialized already.
inline void append_serialized(std::string& frame, int field, std::string_view body) {
    std::copy(body.begin(), body.end(), grow_for_message(frame, field, body.size()));
}

// Walks over the messages of a frame.
class FrameReader {
 public:
    explicit FrameReader(std::span<const std::uint8_t> frame) : rest_(frame) {}

    // One message: which member of Message.body it is (0 for none), and that member serialized.
    struct Part {
        int field = 0;
        std::span<const std::uint8_t> body;

        // False when the body is not a Body.
        template <class Body>
        [[nodiscard]] bool parse(Body& message) const {
            return message.ParseFromArray(body.data(), static_cast<int>(body.size()));
        }
    };

    // The next message; false at the end of the frame and at octets that are no Frame
    // (malformed()).
    [[nodiscard]] bool next(Part& part) {
        if (rest_.empty() || malformed_) return false;
        std::span<const std::uint8_t> message;
        if (!field(rest_, message) || last_number_ != 1) return bad();
        part = {};
        while (!message.empty()) {  // the last member set wins, as in protobuf
            if (!field(message, part.body)) return bad();
            part.field = last_number_;
        }
        return true;
    }

    [[nodiscard]] bool malformed() const { return malformed_; }
    [[nodiscard]] bool done() const { return rest_.empty() || malformed_; }

 private:
    bool bad() {
        malformed_ = true;
        return false;
    }

    // Takes one length-delimited field off the front of `octets`.
    bool field(std::span<const std::uint8_t>& octets, std::span<const std::uint8_t>& body) {
        std::uint32_t tag = 0;
        std::uint32_t size = 0;
        if (!varint(octets, tag) || (tag & 7U) != 2U || !varint(octets, size)) return false;
        if (size > octets.size()) return false;
        last_number_ = static_cast<int>(tag >> 3U);
        body = octets.first(size);
        octets = octets.subspan(size);
        return true;
    }

    static bool varint(std::span<const std::uint8_t>& octets, std::uint32_t& number) {
        number = 0;
        for (std::size_t i = 0; i < octets.size() && i < 5; ++i) {
            number |= static_cast<std::uint32_t>(octets[i] & 0x7FU) << (7U * i);
            if ((octets[i] & 0x80U) != 0) continue;
            octets = octets.subspan(i + 1);
            return true;
        }
        return false;
    }

    std::span<const std::uint8_t> rest_;
    int last_number_ = 0;
    bool malformed_ = false;
};

}  // namespace busbar
