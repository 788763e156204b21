// SPDX-License-Identifier: Apache-2.0
// DescriptionQuery: open, ask, wait, once more.
#include "knx/io/description_query.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "knx/io/make_transport.hpp"
#include "knx/protocol/knxip/frame.hpp"

namespace knx {

DescriptionQuery::DescriptionQuery(boost::asio::io_context& context, HostProtocol protocol,
                                   const std::string& host, std::uint16_t port, bool route_back,
                                   Answer answer)
    : protocol_(protocol),
      route_back_(route_back || protocol == HostProtocol::Tcp),
      answer_(std::move(answer)),
      transport_(make_transport(
          context, protocol,
          {[this](const Endpoint& local, const Endpoint& server) { on_open(local, server); },
           [this](std::span<const Arrival> arrivals) { on_arrivals(arrivals); },
           [this](const std::string&) { finish(std::nullopt); }})),
      timer_(context) {
    transport_->open(host, port);
}

void DescriptionQuery::on_open(const Endpoint& local, const Endpoint& server) {
    local_ = local;
    server_ = server;
    ask();
}

void DescriptionQuery::ask() {
    if (tries_++ == kTriesMax) return finish(std::nullopt);
    ByteBuffer frame;
    encode(DescriptionRequest{route_back_ ? route_back_hpai(protocol_) : Hpai{protocol_, local_}},
           frame);
    transport_->send(frame, server_);
    transport_->flush();
    timer_.expires_after(kAnswerMax);
    timer_.async_wait(life_.guard([this](const auto& error) {
        if (!error) ask();
    }));
}

void DescriptionQuery::on_arrivals(std::span<const Arrival> arrivals) {
    for (const auto& arrival : arrivals) {
        const auto frame = decode_frame(arrival.frame);
        if (!frame) continue;
        if (const auto* response = std::get_if<DescriptionResponse>(&frame->content)) {
            return finish(response->description);
        }
    }
}

// Not from within the transport's call, which `answer` may end for good.
void DescriptionQuery::finish(std::optional<DeviceDescription> description) {
    life_.renew();
    timer_.cancel();
    transport_->close();
    boost::asio::post(timer_.get_executor(),
                      life_.guard([this, description = std::move(description)]() mutable {
                          const auto answer = std::move(answer_);
                          answer(std::move(description));
                      }));
}

}  // namespace knx
