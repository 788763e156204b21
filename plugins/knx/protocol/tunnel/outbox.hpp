// SPDX-License-Identifier: Apache-2.0
// Outbox: the requests on their way to the bus, waiting or sent. Judges what may be sent, what must
// be repeated and what has failed; sends nothing itself.
//
//   push -> [waiting] -> next -> [sent: ack?] -> on_ack -> [sent: confirmation?] -> on_confirmation
//                                  |    1 s: once more                 |  3 s
//                                  +--> overdue: Repeat, GiveUp        +--> take_unconfirmed
//
// Over TCP there are no acks, and a request goes straight to the right-hand state.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/status_code.hpp"
#include "knx/protocol/telegram.hpp"
#include "knx/protocol/tunnel/actions.hpp"
#include "knx/protocol/tunnel/request_queue.hpp"

namespace knx {

class Outbox {
 public:
    static constexpr std::chrono::seconds kAckMax{1};
    static constexpr std::chrono::seconds kConfirmationMax{3};
    static constexpr int kSendingsMax = 2;

    enum class Receipts : std::uint8_t { Acks, None };  // UDP, TCP

    struct Request {
        RequestId id = 0;
        Telegram telegram;
        std::uint8_t sequence = 0;  // of the connection, set when it is sent
    };

    enum class Verdict : std::uint8_t { Wait, Repeat, GiveUp };

    // At most `window` requests are unconfirmed at a time (at least 1), and at most one
    // unacknowledged. At most `waiting_max` reads and as many others wait.
    Outbox(Receipts receipts, std::size_t window, std::size_t waiting_max);

    // Fails with Unavailable when the queue is full; nothing was taken.
    [[nodiscard]] busbar::Status push(RequestId id, Telegram telegram);

    // The request to send now, or nullptr when none waits or the window is closed. Reads yield to
    // writes and responses, so that polling never delays a command. Valid until the next call.
    [[nodiscard]] const Request* next(TimePoint now);

    // For another frame of the connection that shares its sequence; over TCP only, where nothing is
    // acknowledged.
    [[nodiscard]] std::uint8_t take_sequence() { return next_sequence_++; }

    // The server's acknowledgement. Returns false when it reports an error, which ends the
    // connection; an acknowledgement of nothing is a late one and true.
    [[nodiscard]] bool on_ack(std::uint8_t sequence, StatusCode status, TimePoint now);

    // The bus's confirmation, matched by destination, service and payload because the server may
    // fill in the source. Nothing when no request of ours fits.
    [[nodiscard]] std::optional<RequestId> on_confirmation(const Telegram& telegram);

    // What to do about a missing acknowledgement; on Repeat, repeated() is what to send again.
    [[nodiscard]] Verdict overdue(TimePoint now);
    [[nodiscard]] const Request& repeated() const;

    // One request whose confirmation did not come in time, now forgotten; call until nothing.
    [[nodiscard]] std::optional<RequestId> take_unconfirmed(TimePoint now);

    // Any one request not yet answered for, sent ones first; now forgotten. Call until nothing.
    [[nodiscard]] std::optional<RequestId> take_any();

    [[nodiscard]] TimePoint deadline() const;
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
    [[nodiscard]] std::size_t sent() const { return sent_.size(); }

 private:
    struct Sent {
        Request request;
        TimePoint deadline;
        int sendings = 1;
        bool acknowledged = false;
        bool answered = false;  // the confirmation overtook the acknowledgement
    };

    [[nodiscard]] std::vector<Sent>::iterator unacknowledged();
    [[nodiscard]] bool window_open() const;

    Receipts receipts_;
    std::size_t window_;
    std::uint8_t next_sequence_ = 0;
    RequestQueue<Request> queue_;
    std::vector<Sent> sent_;  // in the order of sending, `window_` at most
};

}  // namespace knx
