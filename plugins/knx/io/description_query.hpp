// SPDX-License-Identifier: Apache-2.0
// DescriptionQuery: asks one server what it is, without connecting.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "knx/io/life.hpp"
#include "knx/io/transport.hpp"
#include "knx/protocol/knxip/device_description.hpp"

namespace knx {

// One question. Belongs to one loop; destroying it earlier ends it without a word.
class DescriptionQuery {
 public:
    // For one answer; asked again so often.
    static constexpr std::chrono::milliseconds kAnswerMax{1000};
    static constexpr int kTriesMax = 2;

    // Nothing when the server did not answer, which not every server does. May destroy the query.
    using Answer = std::function<void(std::optional<DeviceDescription>)>;

    // Calls `answer` once, later. `context` outlives the query. With `route_back` the answer comes
    // to the address that our packet comes from.
    DescriptionQuery(boost::asio::io_context& context, HostProtocol protocol,
                     const std::string& host, std::uint16_t port, bool route_back, Answer answer);

 private:
    void on_open(const Endpoint& local, const Endpoint& server);
    void ask();
    void on_arrivals(std::span<const Arrival> arrivals);
    void finish(std::optional<DeviceDescription> description);

    const HostProtocol protocol_;
    const bool route_back_;
    Answer answer_;
    std::unique_ptr<Transport> transport_;
    boost::asio::steady_timer timer_;
    Endpoint local_;
    Endpoint server_;
    int tries_ = 0;
    Life life_;
};

}  // namespace knx
