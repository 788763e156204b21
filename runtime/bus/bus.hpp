// SPDX-License-Identifier: Apache-2.0
// Bus: hears states from owners and tells subscribers; carries commands to owners and answers back.
//
// What it guarantees (each line is a test):
//  1. Per object, a subscriber sees states in the owner's order, never an older after a newer one.
//  2. The last state of every object always arrives; older ones may be conflated for a subscriber
//     that does not keep up (see Inbox). Events are never conflated; what does not fit is a Gap.
//  3. Every command gets exactly one result: from the owner, or from the bus.
//  4. A slow or dead participant slows nobody else; every queue is bounded.
//  5. Only an object's owner can publish its state. A message that breaks a rule is dropped,
//     counted and logged with the participant's name.
//  6. Who subscribes first gets the catalogue and the current states, then changes, without a gap.
//
// A monitor: every public function is [thread-safe] and runs on the caller's thread under one short
// lock; nothing is called out to while it is held.
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "base/limiter.hpp"
#include "bus/inbox.hpp"
#include "bus/requests.hpp"
#include "busbar/abi.h"
#include "busbar/frame.hpp"
#include "busbar/result.hpp"
#include "object/registry.hpp"

namespace busbar {

// What the bus counted of one participant since it joined.
struct BusFigures {
    std::uint64_t states_in = 0;    // states it published
    std::uint64_t events_in = 0;    // of these, states of EVENT objects
    std::uint64_t commands_in = 0;  // commands it sent
    std::uint64_t refused = 0;      // messages of it that broke a rule
    std::uint64_t turned_back = 0;  // frames not taken because it had too many answers to read
    std::uint64_t frames_out = 0;   // frames it took
    std::uint64_t states_out = 0;   // states for it, also those it did not see
    std::uint64_t conflated = 0;    // older states it did not see
    std::uint64_t dropped = 0;      // events it did not see, and control messages
    std::uint64_t depth = 0;        // messages that wait for it now
    std::uint64_t oldest_ms = 0;    // how long the first of them has been waiting
};

// One object as it is now, both parts serialized (v1::ObjectAppeared, v1::StateChanged).
struct ObjectSnapshot {
    std::string description;
    std::string state;  // empty: no state yet
};

class Bus {
 public:
    // Messages that are not the bus's business (status, log, answers to the runtime …), on the
    // sender's thread, without the lock. `field` is the member of v1::Message.body.
    using Other = std::function<void(int field, std::span<const std::uint8_t> body)>;

    Bus(const RuntimeClock& clock, std::shared_ptr<spdlog::logger> log);
    Bus(const Bus&) = delete;
    Bus& operator=(const Bus&) = delete;
    ~Bus();

    // Lets a participant in. Fails when there are kParticipantsMax, or one of that name; "virtual"
    // is the runtime's.
    [[nodiscard]] Result<ParticipantId> join(const std::string& name, Other other);
    // Lets it go: its objects stay with quality STALE, what it should have answered is refused.
    void leave(ParticipantId participant);
    // Readable while receive() has something. Owned by the bus.
    [[nodiscard]] int wake_fd(ParticipantId participant) const;
    // Takes a frame of a participant; answers as busbar_host.send in abi.h. BUSBAR_FULL while more
    // than Inbox::kAnswersMax answers wait for it.
    [[nodiscard]] busbar_status send(ParticipantId participant,
                                     std::span<const std::uint8_t> frame);
    // Fills `frame` with what waits, at most BUSBAR_FRAME_SIZE_MAX octets; false when nothing does.
    [[nodiscard]] bool receive(ParticipantId participant, std::string& frame);

    // From the runtime to one participant, in order with everything else. False when it has gone or
    // its inbox is full.
    template <class Body>
    bool tell(ParticipantId participant, int field, const Body& body) {
        std::string message;
        append_message(message, field, body);
        return tell_encoded(participant, message);
    }

    // Answers commands and questions whose time is over. Call it every 100 ms or so.
    void expire();

    // A virtual object: owned by the runtime, its state is what it was last commanded. `start` is
    // its state unless it has one; may be unset.
    [[nodiscard]] Status set_virtual(const v1::Object& object, const v1::StateChanged& start);
    void remove_virtual(std::string_view id);
    // The state an object had before a restart of the runtime, for when it comes: a virtual object
    // goes on with it, a plugin's object has it as STALE until its owner says better. Forgotten
    // when the object is an event or of another kind by then. Nothing happens if the object is
    // here.
    [[nodiscard]] Status restore_state(std::string_view id, v1::StateChanged state);
    // What the user says of an object; takes effect at once. Empty texts leave it to the owner.
    [[nodiscard]] Status set_record(std::string_view id, const std::string& name,
                                    const std::string& room);
    // Takes away what is left of the objects of a plugin that will not come back.
    void remove_objects_of(std::string_view plugin_id);

    [[nodiscard]] Result<ObjectSnapshot> object(std::string_view id) const;
    // Up to `count` objects from handle `from` on (1 is the first); sets `from` behind them, or to
    // 0 at the end.
    [[nodiscard]] std::vector<ObjectSnapshot> objects(Handle& from, std::size_t count) const;
    [[nodiscard]] std::size_t object_count() const;
    [[nodiscard]] BusFigures figures(ParticipantId participant) const;

    static constexpr std::size_t kParticipantsMax = 256;
    static constexpr std::uint32_t kHopsMax = 8;
    static constexpr Handle kOwnerHandleMax = 1'000'000;
    // Octets of what an owner says of an object, and of a state or command: with what the bus adds,
    // both of an object are well within a frame.
    static constexpr std::size_t kDescriptionMax = 32'768;
    static constexpr std::size_t kStateMax = 16'384;

 private:
    struct Participant;
    struct Service {
        ParticipantId participant;
        v1::ServiceOffered offer;
    };
    using Lock = std::unique_lock<std::mutex>;

    // One message of a participant; false when it broke a rule (complain() was called).
    void handle(Participant& from, const FrameReader::Part& part);
    template <class Body>
    [[nodiscard]] bool parse(Participant& from, const FrameReader::Part& part, Body& body);
    void on_state(Participant& from, const FrameReader::Part& part);
    void on_appeared(Participant& from, const FrameReader::Part& part);
    void on_removed(Participant& from, const FrameReader::Part& part);
    void on_announced(Participant& from);
    void on_command(Participant& from, const FrameReader::Part& part);
    void on_result(Participant& from, const FrameReader::Part& part);
    void on_subscribe(Participant& from, const FrameReader::Part& part);
    void on_unsubscribe(Participant& from, const FrameReader::Part& part);
    void on_service_offered(Participant& from, const FrameReader::Part& part);
    void on_service_withdrawn(Participant& from, const FrameReader::Part& part);
    void on_service_request(Participant& from, const FrameReader::Part& part);
    void on_service_result(Participant& from, const FrameReader::Part& part);
    static bool is_bus_message(int field);

    [[nodiscard]] Handle own_object(const Participant& from, Handle owner_handle) const;
    void store(Handle handle, Entry& entry, v1::StateChanged& state);
    void keep(Entry& entry, const v1::StateChanged& state);
    void fan_out_state(Handle handle, Entry& entry);
    void tell_event(Participant& to, Handle handle, const Entry& entry, Subscription& one);
    [[nodiscard]] bool tell_object(Participant& to, Handle handle, const Entry& entry,
                                   Subscription& one);
    void fan_out_appeared(Handle handle, Entry& entry);
    void remove(Handle handle, Entry& entry);
    void remove_if_other(Handle handle, Entry& entry, const v1::Object& object);
    void take_restored(Handle handle, Entry& entry, v1::Quality quality);
    void mark_stale(Handle handle, Entry& entry);
    void subscribe(Participant& participant, Handle handle);
    void unsubscribe(Participant& participant, Handle handle);
    static void forget_if_idle(const Participant& participant,
                               std::vector<Subscription>& subscriptions,
                               std::vector<Subscription>::iterator one);
    void put_on_list(Participant& participant, Handle handle, Subscription& one);
    void catch_up(Participant& participant, std::string& frame);
    static void give_object(Participant& participant, Handle handle, const Entry& entry,
                            Subscription& one, std::string& frame);
    template <class Body>
    void push_answer(Participant& to, int field, const Body& body);
    [[nodiscard]] const char* refusal(const Participant& from, const Entry* entry,
                                      const v1::Command& command) const;
    void command_virtual(Participant& from, Handle handle, Entry& entry,
                         const v1::Command& command);
    void finish(const Request& request, v1::CommandOutcome outcome, std::string_view reason);
    void result_to(Participant& to, std::uint64_t id, v1::CommandOutcome outcome,
                   std::string_view reason);
    void services_changed(const std::string& name, ParticipantId except);
    void give_services(Participant& participant, std::string& frame);
    void complain(Participant& from, std::string_view what, std::string_view which = {});
    void waiting(Participant& participant);
    [[nodiscard]] static bool has_something(const Participant& participant);
    [[nodiscard]] Lock enter();
    void release(Lock& lock);
    bool tell_encoded(ParticipantId participant, std::string_view message);
    [[nodiscard]] Participant* participant(ParticipantId id) const;

    const RuntimeClock& clock_;
    std::shared_ptr<spdlog::logger> log_;
    mutable std::mutex mutex_;  // guards everything below
    Registry registry_;
    Requests requests_;
    std::vector<std::unique_ptr<Participant>> participants_;  // slot = id - 1; slots are reused
    std::map<std::string, Service> services_;
    std::uint32_t last_epoch_ = 0;
    std::uint64_t last_trace_;
    Inbox::Stamp stamp_ = 0;               // the time, as it was when the lock was taken
    std::vector<int> wakes_;               // to signal, and
    std::vector<std::string> complaints_;  // to log, when the lock is released
    v1::StateChanged state_;               // these are reused: they keep their memory
    v1::Command command_;
    v1::CommandResult result_;
    std::string encoded_;
};

}  // namespace busbar
