// SPDX-License-Identifier: Apache-2.0
// BusSeat: frames of the bus on an io_context.
#include "admin/bus_seat.hpp"

namespace busbar {
namespace {

std::span<const std::uint8_t> octets(const std::string& frame) {
    return {reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()};
}

}  // namespace

Result<std::unique_ptr<BusSeat>> BusSeat::join(Bus& bus, boost::asio::io_context& context) {
    const auto participant = BUSBAR_TRY(bus.join(kName, {}));
    return std::unique_ptr<BusSeat>(new BusSeat(bus, context, participant));
}

BusSeat::BusSeat(Bus& bus, boost::asio::io_context& context, ParticipantId participant)
    : bus_(bus), participant_(participant), wake_(context, bus.wake_fd(participant)) {}

BusSeat::~BusSeat() {
    stop();
    bus_.leave(participant_);
}

void BusSeat::start(Heard heard) {
    heard_ = std::move(heard);
    wait();
}

void BusSeat::stop() {
    if (wake_.is_open()) wake_.release();
}

void BusSeat::wait() {
    wake_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [this](boost::system::error_code error) {
                         if (error || !wake_.is_open()) return;
                         read();
                         wait();
                     });
}

// A few frames at a time, so that a flood of states leaves room for requests. The bus signals anew
// while something waits.
void BusSeat::read() {
    constexpr int kFramesMax = 8;
    for (int i = 0; i < kFramesMax && bus_.receive(participant_, frame_); ++i) {
        FrameReader reader(octets(frame_));
        FrameReader::Part part;
        while (reader.next(part)) {
            if (part.field == v1::Message::kCommandResultFieldNumber) {
                on_result(part);
            } else if (heard_) {
                heard_(part);
            }
        }
    }
}

void BusSeat::on_result(const FrameReader::Part& part) {
    v1::CommandResult result;
    if (!part.parse(result)) return;
    const auto command = commands_.extract(result.id());
    if (!command.empty()) command.mapped()(result);
}

void BusSeat::command(Handle object, const v1::Value& value, std::uint32_t timeout_ms,
                      CommandDone done) {
    v1::Command command;
    command.set_id(++last_command_);
    command.set_object(object);
    *command.mutable_value() = value;
    command.set_timeout_ms(timeout_ms);
    commands_[last_command_] = std::move(done);
    send(v1::Message::kCommandFieldNumber, command);
}

void BusSeat::subscribe_all() {
    v1::Subscribe wish;
    wish.set_all(true);
    send(v1::Message::kSubscribeFieldNumber, wish);
}

void BusSeat::unsubscribe_all() {
    v1::Unsubscribe wish;
    wish.set_all(true);
    send(v1::Message::kUnsubscribeFieldNumber, wish);
}

template <class Body>
void BusSeat::send(int field, const Body& body) {
    std::string frame;
    append_message(frame, field, body);
    // Refused only when malformed or too large, and what is sent here is neither.
    (void)bus_.send(participant_, octets(frame));
}

}  // namespace busbar
