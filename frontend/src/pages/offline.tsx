export default function Offline() { return <h1 className="text-3xl">You are offline</h1>; }
