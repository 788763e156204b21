// SPDX-License-Identifier: Apache-2.0
// Fuzzes a connection of the API with octets on its socket: every answer is HTTP with a status, and
// the connection ends when its client has.
#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>

#include "admin/connection.hpp"
#include "busbar/asio_loop.hpp"
#include "fuzz/input.hpp"

namespace {

using fuzz::expect;
using Protocol = boost::asio::local::stream_protocol;

void add_routes(busbar::Router& router) {
    using busbar::Method;
    const auto echo = [](const busbar::ApiRequest& request, const busbar::Reply& reply) {
        busbar::Json answer{{"names", request.names}, {"body", request.body}};
        reply(busbar::json_response(answer));
    };
    router.add({Method::Get, "/api/v1/objects", "", busbar::Where::Admin, echo});
    router.add({Method::Put, "/api/v1/objects/*/state", "", busbar::Where::Admin, echo});
    router.add({Method::Post, "/api/v1/plugins/*/*/*", "*", busbar::Where::Admin, echo});
}

std::string read_all(Protocol::socket& socket) {
    std::string all;
    std::array<char, 4096> some{};
    boost::system::error_code error;
    while (!error) {
        const auto size = socket.read_some(boost::asio::buffer(some), error);
        all.append(some.data(), size);
    }
    return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    boost::asio::io_context context;
    busbar::AsioLoop loop;
    busbar::Crossing crossing(loop, context);
    busbar::Router router(crossing);
    add_routes(router);
    Protocol::socket ours(context);
    Protocol::socket theirs(context);
    boost::asio::local::connect_pair(ours, theirs);
    // All fits into the socket: the fuzzer's inputs are small.
    boost::asio::write(theirs, boost::asio::buffer(data, size));
    theirs.shutdown(Protocol::socket::shutdown_send);
    bool ended = false;
    std::make_shared<busbar::Connection>(std::move(ours), busbar::Connection::Access::Administrator,
                                         router, [&] { ended = true; })
        ->start();
    context.run();
    expect(ended, "a connection ends when its client has");
    const auto answers = read_all(theirs);
    expect(answers.empty() || answers.starts_with("HTTP/1.1 "), "an answer is HTTP");
    return 0;
}
