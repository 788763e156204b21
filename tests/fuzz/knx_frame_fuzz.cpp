// SPDX-License-Identifier: Apache-2.0
// Fuzzes KNXnet/IP frames: a frame that is read is written so that it reads back the same, and what
// a server says of itself can be put into words.
#include <variant>

#include "fuzz/input.hpp"
#include "knx/protocol/discovery/found_servers.hpp"
#include "knx/protocol/knxip/frame.hpp"

namespace {

using fuzz::expect;

// Some frames share a body and are told apart by their service; the others know their own. Those of
// KNX IP Secure are only read.
template <class Content>
void write(const Content& content, knx::Service service, knx::ByteBuffer& out) {
    if constexpr (requires { encode(content, service, out); }) {
        encode(content, service, out);
    } else if constexpr (requires { encode(content, out, service); }) {
        encode(content, out, service);
    } else if constexpr (requires { encode(content, out); }) {
        encode(content, out);
    } else if constexpr (requires { content.body; }) {
        knx::FrameWriter frame(out, service);
        knx::append_octets(out, content.body);  // sealed
        frame.finish();
    }
}

knx::ByteBuffer written(const knx::Frame& frame) {
    knx::ByteBuffer out;
    std::visit([&](const auto& content) { write(content, frame.header.service, out); },
               frame.content);
    return out;
}

void tell(const knx::Frame& frame) {
    const auto* response = std::get_if<knx::SearchResponse>(&frame.content);
    if (response == nullptr) return;
    knx::FoundServers servers;
    servers.add(*response, {});
    expect(servers.size() == 1 && !servers.text().empty(), "a server that answers is told");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto frame = knx::decode_frame({data, size});
    if (!frame) return 0;
    expect(frame->header.total_length <= size, "a frame is within its octets");
    const auto once = written(*frame);
    if (once.empty()) return 0;
    const auto again = knx::decode_frame(once);
    expect(again.has_value(), "what is written can be read");
    expect(again->header.service == frame->header.service, "the service stays");
    expect(again->header.total_length == once.size(), "the length is that of the frame");
    expect(again->content.index() == frame->content.index(), "the kind of frame stays");
    expect(written(*again) == once, "what is read back is the same");
    tell(*frame);
    return 0;
}
