// SPDX-License-Identifier: Apache-2.0
// BusSeat: the admin door's place on the bus, as participant "admin".
//
// Thread: the admin thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "bus/bus.hpp"

namespace busbar {

class BusSeat {
 public:
    static constexpr const char* kName = "admin";
    using CommandDone = std::function<void(const v1::CommandResult&)>;
    // Everything the bus tells but the answers to commands.
    using Heard = std::function<void(const FrameReader::Part&)>;

    // Joins the bus, which outlives the seat. Fails as Bus::join() does.
    [[nodiscard]] static Result<std::unique_ptr<BusSeat>> join(Bus& bus,
                                                               boost::asio::io_context& context);
    BusSeat(const BusSeat&) = delete;
    BusSeat& operator=(const BusSeat&) = delete;
    // Leaves the bus.
    ~BusSeat();

    // Begins to listen; before the first command.
    void start(Heard heard);
    // Listens no more: the context has nothing to wait for here.
    void stop();

    // `object` is the bus's handle; `timeout_ms` as in v1::Command. `done` gets the one answer.
    void command(Handle object, const v1::Value& value, std::uint32_t timeout_ms, CommandDone done);
    void subscribe_all();
    void unsubscribe_all();

    // What the bus counted of this seat.
    [[nodiscard]] BusFigures figures() const { return bus_.figures(participant_); }

 private:
    BusSeat(Bus& bus, boost::asio::io_context& context, ParticipantId participant);
    void wait();
    void read();
    void on_result(const FrameReader::Part& part);
    template <class Body>
    void send(int field, const Body& body);

    Bus& bus_;
    ParticipantId participant_;
    boost::asio::posix::stream_descriptor wake_;  // the bus's own: released, never closed
    Heard heard_;
    std::uint64_t last_command_ = 0;
    std::unordered_map<std::uint64_t, CommandDone> commands_;  // bounded by the bus: 4,096
    std::string frame_;
};

}  // namespace busbar
