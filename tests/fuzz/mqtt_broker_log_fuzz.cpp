// SPDX-License-Identifier: Apache-2.0
// Fuzzes what Mosquitto says: details are the line's own words, what may be logged is printable,
// and an end is always explained.
#include <vector>

#include "fuzz/input.hpp"
#include "mqtt-broker/protocol/failure.hpp"
#include "mqtt-broker/protocol/log_line.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_broker;
    using fuzz::expect;
    fuzz::Input input(data, size);
    const auto all = input.rest_as_text();
    std::vector<std::string> complaints;
    for (std::size_t start = 0; start < all.size();) {
        const auto end = std::min(all.find('\n', start), all.size());
        const auto line = all.substr(start, end - start);
        start = end + 1;
        const auto parsed = parse_log_line(line);
        expect(line.find(parsed.detail) != std::string::npos, "a detail is a part of the line");
        const auto text = printable(line);
        expect(text.size() <= 500, "what is logged has its limit");
        for (const auto c : text) expect(c >= 0x20 && c <= 0x7E, "what is logged is printable");
        const bool complaint = parsed.kind == LogKind::Error || parsed.kind == LogKind::Warning;
        if (complaint) complaints.push_back(parsed.detail);
        // The rest of such a line is a client's words.
        expect(!line.starts_with("Client ") || parsed.kind == LogKind::LoginRefused ||
                   parsed.kind == LogKind::ClientRefused || parsed.kind == LogKind::Other,
               "no client speaks for the broker");
    }
    expect(!diagnose(complaints, 1883, "exit code 1", {}).words.empty(), "an end is explained");
    return 0;
}
