// SPDX-License-Identifier: Apache-2.0
// SimulatedPlugin: owns, hears and commands at random, and knows what the bus may tell it.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/bus/bus_client.hpp"
#include "runtime/bus/simulated_house.hpp"

namespace busbar {

class SimulatedPlugin {
 public:
    SimulatedPlugin(Bus& bus, ManualClock& clock, SimulatedHouse& house, int number);

    [[nodiscard]] bool alive() const { return id_ != kNobody; }
    [[nodiscard]] bool owns() const { return !own_.empty(); }
    // Comes with what it owns, under other handles than before, and not always with all of it.
    void join();
    void leave();

    // States of its own things: of one for a burst, of any otherwise.
    void publish(std::uint32_t count);
    std::uint32_t burst(std::uint32_t count);
    void publish_events(std::uint32_t count);
    // One thing goes, comes back or is described anew.
    void change_catalogue();
    void command(std::uint32_t count);
    // What nobody may do.
    void misbehave();

    void subscribe_all();
    void unsubscribe_all();
    void subscribe(std::uint32_t thing);
    void unsubscribe(std::uint32_t thing);

    // Up to `frames` frames; everything that waits by default. Throws Broken.
    void read(std::uint32_t frames = ~0U);
    // After everything was read: what it was told is what is true.
    void check_settled();
    // Of an event also when a Gap stands for it.
    [[nodiscard]] std::uint64_t last_told(std::uint32_t thing) const {
        return sights_[thing].last + sights_[thing].gaps;
    }
    [[nodiscard]] bool hears(std::uint32_t thing) const;

 private:
    // What it was told of one thing.
    struct Sight {
        std::uint64_t last = 0;  // the newest it said; of an event, up to where nothing is missing
        std::uint64_t gaps = 0;  // events missing since
        std::uint64_t base = 0;
        std::uint32_t version = 0;
        std::uint32_t room = 0;
        bool known = false;
        bool wanted = false;
        bool good = false;
        bool muddy = false;  // unsubscribed while events were on their way: not counted until dry
    };
    bool send(const std::string& frame);
    void announce(std::uint32_t thing, std::uint32_t handle, bool changed);
    void want(std::uint32_t thing);
    void want_not(std::uint32_t thing);
    void say(std::uint32_t thing);
    void flush_states();
    void put(const v1::Subscribe& wish);
    void put(const v1::Unsubscribe& wish);
    bool read_frame();
    void read(const FrameReader::Part& part);
    void on_appeared(const v1::Object& object);
    void on_removed(const v1::ObjectRemoved& removed);
    void on_state(const v1::StateChanged& state, bool just_appeared);
    void on_event(Sight& sight, std::uint32_t thing, std::uint64_t said);
    void on_gap(const v1::Gap& gap);
    void on_complete();
    void on_command(const v1::Command& command);
    void on_result(const v1::CommandResult& result);
    void answer();
    void dry();
    [[nodiscard]] std::uint64_t backlog() const { return house_.traffic - dry_at_; }

    Bus& bus_;
    ManualClock& clock_;
    SimulatedHouse& house_;
    int number_;
    ParticipantId id_ = kNobody;
    std::vector<std::uint32_t> own_;
    std::vector<std::uint32_t> by_handle_;  // own thing + 1, in this life
    std::uint64_t sequence_ = 0;
    std::uint64_t dry_at_ = 0;  // house_.traffic when nothing waited for it
    std::vector<Sight> sights_;
    std::vector<std::uint32_t> muddy_;
    bool wants_all_ = false;
    bool catalogue_due_ = false;
    std::uint64_t subscribed_at_ = 0;
    std::uint32_t just_appeared_ = ~0U;
    std::unordered_map<std::uint64_t, std::uint64_t> order_;  // commands by sender and thing
    std::vector<std::uint32_t> said_;                         // in the frame being built
    std::vector<std::uint64_t> answered_;                     // the same, wishes
    std::string frame_;
    std::string answers_;
    std::string in_;
    v1::StateChanged state_;
    v1::StateChanged out_;
};

}  // namespace busbar
