// SPDX-License-Identifier: Apache-2.0
// Discovery: a server on the loopback that hears the group and answers.
#include "knx/io/discovery.hpp"

#include <gtest/gtest.h>

#include "knx/io/multicast_socket.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "plugins/knx/io/multicast_group.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

using testing::loopback;
using testing::own_group;
using testing::run_until;

// Answers every search from a socket of its own.
class SearchedServer {
 public:
    SearchedServer(boost::asio::io_context& context, const Endpoint& group)
        : answers_(context, {boost::asio::ip::address_v4::loopback(), 0}),
          member_(context, {[this](auto arrivals) { answer(arrivals); }, [](auto) {}}) {
        EXPECT_TRUE(member_.open(group, loopback()));
    }

    int plain = 0;
    int extended = 0;

 private:
    void answer(std::span<const Arrival> arrivals) {
        for (const auto& arrival : arrivals) {
            const auto frame = decode_frame(arrival.frame);
            const auto* request = frame ? std::get_if<SearchRequest>(&frame->content) : nullptr;
            if (request == nullptr) continue;
            ++(request->extended ? extended : plain);
            SearchResponse response;
            response.control = route_back_hpai(HostProtocol::Udp);
            response.extended = request->extended;
            response.description.device.emplace().name = "Searched";
            ByteBuffer octets;
            encode(response, octets);
            const auto& there = request->discovery.endpoint;
            answers_.send_to(boost::asio::buffer(octets),
                             {boost::asio::ip::address_v4(there.address), there.port});
        }
    }

    boost::asio::ip::udp::socket answers_;
    MulticastSocket member_;
};

TEST(Discovery, AsksTwiceInBothWaysAndTellsWhoAnswered) {
    boost::asio::io_context context;
    const auto group = own_group();
    SearchedServer server(context, group);
    std::string found;
    std::size_t searched = 0;
    Discovery discovery(
        context, {loopback()},
        [&](const FoundServers& servers, std::size_t interfaces) {
            found = servers.text();
            searched = interfaces;
        },
        group);
    ASSERT_TRUE(run_until(context, [&] { return searched > 0; }));
    EXPECT_EQ(server.plain, 2);
    EXPECT_EQ(server.extended, 2);
    EXPECT_EQ(searched, 1U);
    EXPECT_NE(found.find("\"Searched\", 0.0.0"), std::string::npos) << found;
    EXPECT_EQ(found.find('\n'), std::string::npos) << "each once: " << found;
}

TEST(Discovery, CanBeDestroyedWhileItSearches) {
    boost::asio::io_context context;
    {
        const Discovery discovery(
            context, {loopback()}, [](const auto&, auto) { FAIL() << "nobody asks any more"; },
            own_group());
    }
    context.poll();
}

}  // namespace
}  // namespace knx
